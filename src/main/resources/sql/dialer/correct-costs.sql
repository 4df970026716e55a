-- What calls cost after all; answers by how much more each campaign spent, and what its dearest call cost. $1 tenant,
-- $2 attempts, $3 their prices
with known as (
  select a.attempt_id, a.campaign_id, a.cost, x.price
  from unnest($2::uuid[], $3::numeric[]) as x (attempt_id, price)
  join attempt a on a.tenant_id = $1 and a.attempt_id = x.attempt_id
  for update of a
), corrected as (
  update attempt a
  set cost = k.price
  from known k
  where a.tenant_id = $1 and a.attempt_id = k.attempt_id
  returning k.campaign_id, k.price, k.price - k.cost as more
)
select c.campaign_id, sum(c.more) as more, max(c.price) as highest from corrected c group by c.campaign_id
