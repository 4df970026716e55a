-- Takes the number of somebody who was erased from their ended calls, and what was said. $1 tenant, $2 customer
update attempt
set phone = '', recording_url = null, reason = null, provider_call_id = null, detail = null, satisfaction = null,
    summary = null
where tenant_id = $1 and customer_id = $2 and phone <> ''
