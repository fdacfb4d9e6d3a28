-- For all actions of a noun, newest first: AuditFilter asks by this very expression.
CREATE INDEX audit_noun ON audit (substr(action, 1, instr(action, '.') - 1), sequence);
