import { actorOf } from '../actor.ts';
import { refuseRule } from '../refusal.ts';
import { defineRoute, type Route } from '../route.ts';
import { CouponDocument, CouponIssueRequest, CouponRedeemDocument, CouponRedeemRequest } from '../wired-documents.ts';
import type { WiredView } from '../wired-view.ts';

/** Coupons. A till asks with a technician's token: a coupon is used up only once, so whoever may look must not. */
export function couponRoutes(view: WiredView): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/api/coupons',
      role: 'technician',
      summary: 'Issue a coupon; its code is told this once (a till uses a technician token)',
      body: CouponIssueRequest,
      answer: CouponDocument,
      run({ c, body }) {
        const issued = view.issueCoupon(body, actorOf(c));
        return issued.ok ? c.json(issued.document) : refuseRule(c, issued);
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/api/coupons/redeem',
      role: 'technician',
      summary: 'Use a coupon up, or only ask whether it is valid (a till uses a technician token)',
      body: CouponRedeemRequest,
      answer: CouponRedeemDocument,
      run({ c, body }) {
        const redeemed = view.redeemCoupon(body);
        return redeemed.ok ? c.json(redeemed.document) : refuseRule(c, redeemed);
      },
    }),
  ];
}
