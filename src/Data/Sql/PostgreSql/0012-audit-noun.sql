-- For all actions of a noun, newest first: AuditFilter asks by this very expression.
CREATE INDEX audit_noun ON audit (split_part(action, '.', 1), sequence);
