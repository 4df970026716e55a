-- A campaign's calls by hour of the day, weekday and hour, city and version of the script, the largest groups of each (of the days
-- all). A request that was no call counts in none of it but for what it cost, so that the costs add up to what was spent.
-- $1 tenant, $2 campaign,
-- $3 the zone of its days, $4 dispositions that are success, $5 dispositions that are conversion, $6 what such a one is worth,
-- $7 groups at most of each kind
with told as (
  select v.attempt_id, count(*) as n, sum(v.value) as value
  from conversion v
  where v.tenant_id = $1 and v.campaign_id = $2
  group by v.attempt_id
), call as (
  select extract(hour from a.claimed_at at time zone $3)::int as hour, extract(isodow from a.claimed_at at time zone $3)::int as weekday,
         coalesce(u.city, '') as city, a.script_version,
         a.consumed, a.outcome = 'answered_human' as conversation,
         a.outcome = 'answered_human' and a.disposition = any($4::text[]) as success,
         coalesce(t.n, case when a.disposition = any($5::text[]) then 1 else 0 end) as conversions,
         coalesce(t.value, case when a.disposition = any($5::text[]) then $6::numeric else 0 end) as value,
         a.cost, a.talk_seconds, a.quality_score, a.satisfaction
  from attempt a
  left join customer u on u.tenant_id = $1 and u.customer_id = a.customer_id
  left join told t on t.attempt_id = a.attempt_id
  where a.tenant_id = $1 and a.campaign_id = $2
), grouped as (
  select case when grouping(c.weekday) = 0 then 'weekday_hour' when grouping(c.hour) = 0 then 'hour' when grouping(c.city) = 0 then 'city'
              when grouping(c.script_version) = 0 then 'script_version' else 'all' end as kind,
         c.hour, c.weekday, c.city, c.script_version, (count(*) filter (where c.consumed))::int as calls,
         (count(*) filter (where c.conversation))::int as conversations, (count(*) filter (where c.success))::int as successes,
         coalesce(sum(c.conversions), 0)::int as conversions, coalesce(sum(c.value), 0) as value, coalesce(sum(c.cost), 0) as cost,
         coalesce(sum(c.talk_seconds), 0)::bigint as talk_seconds, avg(c.quality_score) as quality_score,
         avg(c.satisfaction)::float8 as satisfaction
  from call c
  group by grouping sets ((c.hour), (c.weekday, c.hour), (c.city), (c.script_version), ())
  having count(*) filter (where c.consumed) > 0 or sum(c.cost) > 0 or grouping(c.hour, c.city, c.script_version) = 7
), ranked as (
  select g.*, row_number() over (partition by g.kind order by g.calls desc, g.city, g.hour, g.script_version) as place
  from grouped g
)
select r.* from ranked r where case when r.kind = 'weekday_hour' then r.calls > 0 else r.place <= $7 end
order by r.kind, r.weekday, case when r.kind in ('hour', 'weekday_hour') then r.hour end, case when r.kind = 'script_version' then r.script_version end, r.place
