-- Takes the numbers of people who were erased from their ended calls, and what was said. $1 tenant, $2 customers
update attempt
set phone = '', recording_url = null, reason = null, provider_call_id = null, detail = null, satisfaction = null,
    summary = null
where tenant_id = $1 and customer_id = any ($2::uuid[]) and phone <> ''
