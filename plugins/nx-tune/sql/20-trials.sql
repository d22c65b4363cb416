-- What the trials left behind: observation.json and, where it is readable, trial.json.

create table observations as
select unnest(json_transform(body, '{
  "trial": "VARCHAR", "phase": "VARCHAR", "tier": "VARCHAR", "index": "INTEGER", "status": "VARCHAR",
  "objective": "DOUBLE", "values": "JSON", "metrics": "MAP(VARCHAR, DOUBLE)"}'))
from documents where kind = 'observation';

create table records as
select
  name as trial,
  unnest(json_transform(body, '{
    "attempts": [{"number": "INTEGER", "device": "VARCHAR", "seconds": "DOUBLE", "outcome": "VARCHAR",
                  "cause": "VARCHAR", "detail": "VARCHAR"}],
    "started": "VARCHAR", "finished": "VARCHAR", "origin": "VARCHAR", "reason": "VARCHAR",
    "metrics": "MAP(VARCHAR, DOUBLE)"}'))
from documents where kind = 'record';

-- One row a finished trial of the plan. `position` counts through the phase: tier after tier, index after index.
-- `seconds` sums all attempts; `params` is the JSON object of this phase's values.
create table trials as
select
  o.trial,
  o.phase,
  o.tier,
  o."index",
  (tier.first + o."index")::integer as position,
  o.status,
  o.objective,
  o.values as params,
  list_sum(list_transform(r.attempts, lambda attempt: attempt.seconds)) as seconds,
  len(r.attempts)::integer as attempts,
  r.attempts[-1].device as device,
  case when o.status <> 'complete' then
    coalesce(r.reason, concat_ws(': ', r.attempts[-1].cause, r.attempts[-1].detail), '') end as reason,
  r.origin,
  r.started,
  r.finished
from observations as o
join plan_tiers as tier on tier.phase = o.phase and tier.tier = o.tier and o."index" < tier.trials
left join records as r on r.trial = o.trial
join plan_phases as plan on plan.phase = o.phase
order by plan.position, tier.first + o."index";

-- Trials on disk that the plan no longer has: of a removed phase or tier, or beyond the tier's number of trials.
create view leftover_trials as
select trial, phase, tier, "index", status, objective
from observations where trial not in (select trial from trials);

-- One row a trial and metric. Volatile metrics differ from run to run and come from trial.json.
create table trial_metrics as
select trial, phase, metric, value, bool_and(volatile) as volatile
from (
  select trial, unnest(map_keys(metrics)) as metric, unnest(map_values(metrics)) as value, false as volatile
  from observations
  union all
  select trial, unnest(map_keys(metrics)), unnest(map_values(metrics)), true from records
)
join trials using (trial)
where isfinite(value)
group by all;

-- One row a trial and parameter. `value` is JSON; `number` is set for numbers and (as 0 or 1) for booleans.
create table trial_params as
select
  trial,
  phase,
  tier,
  item.key as parameter,
  item.value as value,
  case item.type
    when 'VARCHAR' then null
    when 'BOOLEAN' then (item.atom = 'true')::integer
    else try_cast(item.atom as double)
  end as number
from trials, json_each(params) as item;

-- One row a complete trial and gate condition. A metric that was not reported does not pass, nor does a volatile one:
-- selection must not depend on what differs from run to run.
create table trial_gates as
select
  trials.trial,
  trials.phase,
  gate.position,
  gate.condition,
  gate.metric,
  value,
  margin(value, gate.op, gate."limit", gate.low, gate.high) as margin,
  coalesce(keeps(value, gate.op, gate."limit", gate.low, gate.high), false) as passed
from trials
join plan_gates as gate using (phase)
left join trial_metrics as reported
  on reported.trial = trials.trial and reported.metric = gate.metric and not reported.volatile
where trials.status = 'complete';

-- Trials from best to worst within their phase, as `select` ranks them: those with an objective that pass the gate
-- first, then by the objective, then in the order of the plan. `feasible`: passes every condition of the gate.
create table ranked_trials as
with judged as (
  select
    trials.*,
    trials.status = 'complete' and objective is not null as usable,
    (select bool_and(passed) from trial_gates where trial_gates.trial = trials.trial) is distinct from false as passes
  from trials
)
select
  judged.* exclude (usable, passes),
  usable and passes as feasible,
  row_number() over (
    partition by judged.phase
    order by usable desc, passes desc, objective * sense desc nulls last, judged.position
  )::integer as rank
from judged join plan_phases using (phase)
order by plan_phases.position, rank;

-- The best value so far over a phase's trials: among those that pass the gate, or among all where none does.
create view best_path as
select
  phase,
  ranked_trials.position,
  trial,
  tier,
  status,
  feasible,
  objective,
  sense * max(objective * sense) filter (where feasible or not any_feasible) over so_far as best
from ranked_trials
join plan_phases using (phase)
join (select phase, bool_or(feasible) as any_feasible from ranked_trials group by phase) using (phase)
window so_far as (partition by phase order by ranked_trials.position)
order by plan_phases.position, ranked_trials.position;

-- Range of objectives to draw: the path of the best values, and the trials without outliers (more than three times
-- the spread of the middle half away from it). `beyond` counts the trials outside.
create view path_axis as
with spread as (
  select phase, quantile_cont(objective, 0.25) as lower, quantile_cont(objective, 0.75) as upper
  from trials where objective is not null group by phase
),
ranges as (
  select
    phase,
    min(objective) filter (where objective >= lower - 3 * (upper - lower)) as low,
    max(objective) filter (where objective <= upper + 3 * (upper - lower)) as high
  from trials join spread using (phase) where objective is not null group by phase
),
widened as (
  select phase, least(any_value(low), min(best)) as low, greatest(any_value(high), max(best)) as high
  from ranges join best_path using (phase) group by phase
)
select phase, low, high, count(*) filter (where objective not between low and high)::integer as beyond
from widened join trials using (phase) group by phase, low, high;
