import missingReason from './missing-reason.ts';
import unused from './unused.ts';

export const suppressionRules = [missingReason, unused];
