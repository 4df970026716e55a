-- Takes from a campaign's oldest calls what their people said and sounded like: recordings, summaries, the provider's words and id,
-- ratings, and what is kept of the provider's news for more of it.
-- What a call was, cost and achieved stays. $1 tenant, $2 campaign, $3 after which call, $4 the first call to keep, $5 how many
with old as (
  select a.attempt_id from attempt a
  where a.tenant_id = $1 and a.campaign_id = $2 and a.attempt_id > $3 and a.attempt_id < $4
  order by a.attempt_id
  limit $5
), gone as (
  update attempt a
  set recording_url = null, reason = null, provider_call_id = null, detail = null, satisfaction = null,
      summary = null
  from old o
  where a.tenant_id = $1 and a.attempt_id = o.attempt_id
), heard as (
  delete from telephony_call t using old o where t.tenant_id = $1 and t.attempt_id = o.attempt_id
)
update campaign c
set purged_to = (select o.attempt_id from old o order by o.attempt_id desc limit 1)
where c.tenant_id = $1 and c.campaign_id = $2 and exists (select from old)
returning (select count(*)::int from old) as purged
