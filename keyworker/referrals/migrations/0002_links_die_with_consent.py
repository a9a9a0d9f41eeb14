"""A partner's link shows nothing once the consent is taken back or has run out, or the referral was called off.

The function answers yes or no about the one referral of the door's own context, and tells nothing else. Owned by the
tables' owner, it reads consents that the door's login cannot.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION keyworker_share_is_live() RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT 1 FROM referrals_outgoingreferral r
    JOIN consent_disclosure d ON d.agency_id = r.agency_id AND d.id = r.disclosure_id
    JOIN consent_consent c ON c.agency_id = d.agency_id AND c.id = d.consent_id
    WHERE r.id = nullif(current_setting('keyworker.share', true), '')::uuid
      AND r.agency_id = nullif(current_setting('keyworker.agency', true), '')::uuid
      AND r.status <> 'cancelled' AND c.withdrawn_at IS NULL AND c.expires_on >= current_date)
$$;
REVOKE ALL ON FUNCTION keyworker_share_is_live() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keyworker_share_is_live() TO keyworker_door;
CREATE POLICY consent_is_live ON referrals_outgoingreferral AS RESTRICTIVE FOR ALL TO keyworker_door
  USING ((SELECT keyworker_share_is_live()));
CREATE POLICY consent_is_live ON referrals_referralreply AS RESTRICTIVE FOR ALL TO keyworker_door
  USING ((SELECT keyworker_share_is_live()));
"""
BACK = """
DROP POLICY consent_is_live ON referrals_referralreply;
DROP POLICY consent_is_live ON referrals_outgoingreferral;
DROP FUNCTION keyworker_share_is_live();
"""


class Migration(migrations.Migration):
    dependencies = [("referrals", "0001_initial"), ("consent", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACK)]
