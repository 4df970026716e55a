-- Takes what providers told of the ended calls to people who were erased, which is kept for late news of a call: what was said,
-- summaries, links to recordings. $1 tenant, $2 customers
delete from telephony_call t
using attempt a
where t.tenant_id = $1 and a.tenant_id = $1 and t.attempt_id = a.attempt_id and a.customer_id = any ($2::uuid[])
