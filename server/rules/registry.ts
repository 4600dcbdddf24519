import { inOrder, type Rule } from './model.ts';
import { ruleFiles } from './rule-files.ts';

/** Every rule there is. The order is that of the documentation and of findings at one place. */
export const rules: readonly Rule[] = inOrder(ruleFiles.flat());
