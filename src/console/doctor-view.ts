import type { DoctorDocument } from './doctor-document.ts';

/** Examines the machine that the agent runs on. */
export interface DoctorView {
  doctor(): Promise<DoctorDocument>;
}
