-- Campaigns with the content they pinned; the agent that stands in speaks when theirs is gone or retired. $1 tenant, $2 state
-- or null, $3 ids (empty when a state is asked).
select c.campaign_id, c.name, c.state, c.version, c.updated_at, c.spec::text as spec, c.end_at, c.priority,
       c.reserved_lines, coalesce(f.voice_agent_id, c.voice_agent_id) as voice_agent_id,
       c.script_version, coalesce(c.time_zone, t.time_zone) as time_zone, t.redial_unknown_after,
       t.country, p.regulation, p.allowed_regulations, p.rules as calling_rules,
       (select jsonb_object_agg(l.list, l.dated) from do_not_call_list l
         where l.tenant_id = $1 and l.dated is not null) as registries,
       coalesce(f.voice, a.voice) as agent_voice, coalesce(f.language, a.language) as agent_language, v.template
from campaign c
join tenant t on t.tenant_id = c.tenant_id
left join calling_policy p on p.tenant_id = c.tenant_id
left join voice_agent a on a.tenant_id = c.tenant_id and a.voice_agent_id = c.voice_agent_id
left join voice_agent f
  on f.tenant_id = c.tenant_id and f.voice_agent_id = (c.spec #>> '{content,fallback,voiceAgentId}')::uuid
 and f.status = 'active' and a.status is distinct from 'active'
left join script_version v
  on v.tenant_id = c.tenant_id and v.script_id = c.script_id and v.script_version = c.script_version
where c.tenant_id = $1
  and (c.state = $2 or c.campaign_id = any ($3::uuid[]))
order by c.priority desc, c.campaign_id
