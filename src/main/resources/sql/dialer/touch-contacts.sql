-- What our calls did with customers; those erased meanwhile are left out. $1 tenant, then by customer: $2 id, $3 when, $4 calls,
-- $5 answered calls, $6 answered when, $7 outcome, $8 disposition, $9 dispositions, joined by commas. No customer is called
-- twice at once, so a batch hardly has two dispositions of one; two stay without a repetition, each once.
insert into customer_contact as c (tenant_id, customer_id, calls, answered_calls, last_called_at, last_answered_at,
                                   last_outcome, last_disposition, dispositions)
select u.tenant_id, u.customer_id, x.calls, x.answered_calls, x.called_at, x.answered_at, x.outcome, x.disposition,
       string_to_array(x.dispositions, ',')
from unnest($2::uuid[], $3::timestamptz[], $4::int[], $5::int[], $6::timestamptz[], $7::text[], $8::text[], $9::text[])
     as x (customer_id, called_at, calls, answered_calls, answered_at, outcome, disposition, dispositions)
cross join lateral (select c.tenant_id, c.customer_id from customer c
                    where c.tenant_id = $1 and c.customer_id = x.customer_id offset 0) u
order by u.customer_id
on conflict (tenant_id, customer_id) do update
set calls = c.calls + excluded.calls, answered_calls = c.answered_calls + excluded.answered_calls,
    last_called_at = greatest(c.last_called_at, excluded.last_called_at),
    last_answered_at = coalesce(excluded.last_answered_at, c.last_answered_at),
    last_outcome = excluded.last_outcome, last_disposition = excluded.last_disposition,
    dispositions = case when c.dispositions @> excluded.dispositions then c.dispositions
                        else array_remove(array_remove(c.dispositions, excluded.dispositions[1]), excluded.dispositions[2])
                             || excluded.dispositions end
