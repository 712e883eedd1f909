-- Versions of the policy are written once: held by triggers, as the audit is. Nothing looks a version up by its hash.
DROP INDEX policies_hash;
CREATE TRIGGER policies_append_only BEFORE UPDATE OR DELETE ON policies
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policies_no_truncate BEFORE TRUNCATE ON policies
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
