/*
 * 16-bit service UUIDs of service data. Source: Bluetooth SIG: assigned numbers, member UUIDs.
 */

/** Google's: Eddystone, and trackers. */
export const eddystoneUuid = 0xfeaa;
/** Allterco's, for BTHome. */
export const bthomeUuid = 0xfcd2;
/** Exposure notification: reserved for health authorities. */
export const exposureUuid = 0xfd6f;
