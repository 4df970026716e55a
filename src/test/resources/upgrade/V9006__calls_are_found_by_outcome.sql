-- Months to come have it.
create index attempt_outcome on only attempt (tenant_id, campaign_id, outcome);
