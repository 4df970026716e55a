-- What is left of the connections' calls per second. $1 tenant, $2 connections, $3 tokens, $4 now
update telephony_use u
set second_tokens = x.tokens, tokens_at = $4
from unnest($2::uuid[], $3::float8[]) as x (connection_id, tokens)
where u.tenant_id = $1 and u.connection_id = x.connection_id
