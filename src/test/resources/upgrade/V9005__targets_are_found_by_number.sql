create index concurrently ready_by_phone on ready (tenant_id, phone, campaign_id);
