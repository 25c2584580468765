import { DoctorDocument } from '../doctor-document.ts';
import type { DoctorView } from '../doctor-view.ts';
import { defineRoute, type Route } from '../route.ts';

export function doctorRoutes(view: DoctorView): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/api/doctor',
      role: 'technician',
      summary: 'Examine adapter, rights, clock, certificates, broker, keys, disk and store',
      answer: DoctorDocument,
      run: async ({ c }) => c.json(await view.doctor()),
    }),
  ];
}
