import type { Bitmap, Panel } from '../shelf/panel.ts';
import type { Reason } from '../shelf/reasons.ts';
import type {
  BatchDocument,
  BatchRequest,
  BindRequest,
  BindResult,
  LocalBindingsDocument,
  LooseLabelsDocument,
  ProductListDocument,
  ReplaceRequest,
  UnbindRequest,
} from './binding-documents.ts';

/** Which label shows which product. `actor` goes into the audit trail. */
export interface CommissioningView {
  bind(request: BindRequest, actor: string): BindResult;
  unbind(request: UnbindRequest, actor: string): BindResult;
  replace(request: ReplaceRequest, actor: string): BindResult;
  /** Row by row; a wrong row leaves the rest done. */
  bindBatch(request: BatchRequest, actor: string): BatchDocument;
  /** What the label would show. */
  previewBinding(request: BindRequest):
    | {
        readonly ok: true;
        readonly bitmap: Bitmap;
        readonly panel: Panel;
        readonly priceText: string;
        readonly name: string;
      }
    | { readonly ok: false; readonly reason: Reason; readonly detail: string };
  localBindings(): LocalBindingsDocument;
  /** Somebody has seen that the mesh overruled it; false: there is nothing to see. */
  seenOverruled(label: string, actor: string): boolean;
  looseLabels(): LooseLabelsDocument;
  products(search: string): ProductListDocument;
}
