-- What the trials left behind: observation.json and, where it is readable, trial.json.

create table observations as
select unnest(json_transform(body, '{
  "trial": "VARCHAR", "phase": "VARCHAR", "tier": "VARCHAR", "index": "INTEGER", "status": "VARCHAR",
  "objective": "DOUBLE", "values": "JSON", "metrics": "MAP(VARCHAR, DOUBLE)",
  "stage": {"kind": "VARCHAR", "number": "INTEGER"}}'))
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

-- One row for each finished run of the plan: trials, and their rungs and further seeds. `rung` and `seed` are 0 for the
-- trial itself. `position` counts through the phase: tier after tier, index after index. `seconds` sums all attempts;
-- `params` is the JSON object of this phase's values.
create table runs as
select
  o.trial,
  o.phase,
  o.tier,
  o."index",
  (tier.first + o."index")::integer as position,
  case when o.stage.kind = 'rung' then o.stage.number else 0 end as rung,
  case when o.stage.kind = 'seed' then o.stage.number else 0 end as seed,
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
join plan_stages as stages on stages.phase = o.phase
where rung < stages.rungs and seed < stages.seeds
order by plan.position, tier.first + o."index", seed, rung;

-- The runs that a trial is judged by: that of the highest rung with a result, under whose name the trial goes, and the
-- further seeds with a result. A trial without any goes under its own name.
create table counted_runs as
with furthest as (
  select phase, position, trial from runs where seed = 0
  qualify row_number() over (
    partition by phase, position
    order by status = 'complete' desc, case when status = 'complete' then rung else -rung end desc) = 1
)
select furthest.trial, runs.trial as run, runs.seed
from furthest
join runs on runs.phase = furthest.phase and runs.position = furthest.position
where runs.trial = furthest.trial or (runs.seed > 0 and runs.status = 'complete' and runs.objective is not null);

-- One row a finished trial of the plan, as it counts: `objective` is the mean over its seeds, `seconds` and `attempts` are
-- sums over all its runs. `repeated`: it was run with further seeds.
create table trials as
with judged as (
  select counted_runs.trial, avg(runs.objective) as objective, count(*)::integer as seeds
  from counted_runs join runs on runs.trial = counted_runs.run
  group by counted_runs.trial
),
spent as (
  select
    phase, position, sum(seconds) as seconds, sum(attempts)::integer as attempts,
    min(started) as started, max(finished) as finished,
    count(*) filter (where seed > 0 and status <> 'skipped') > 0 as repeated
  from runs group by phase, position
)
select
  runs.* replace (
    judged.objective as objective, spent.seconds as seconds, spent.attempts as attempts,
    spent.started as started, spent.finished as finished),
  judged.seeds,
  spent.repeated
from judged
join runs using (trial)
join spent using (phase, position)
join plan_phases as plan using (phase)
order by plan.position, runs.position;

-- Trials on disk that the plan no longer has: of a removed phase or tier, or beyond the tier's number of trials.
create view leftover_trials as
select trial, phase, tier, "index", status, objective
from observations where trial not in (select trial from runs);

-- One row a run and metric.
create table run_metrics as
select trial, phase, metric, value, bool_and(volatile) as volatile
from (
  select trial, unnest(map_keys(metrics)) as metric, unnest(map_values(metrics)) as value, false as volatile
  from observations
  union all
  select trial, unnest(map_keys(metrics)), unnest(map_values(metrics)), true from records
)
join runs using (trial)
where isfinite(value)
group by all;

-- One row a trial and metric, the mean over its seeds; one that a seed lacks has none. Volatile metrics differ from run to run and come from trial.json.
create table trial_metrics as
select counted_runs.trial, phase, metric, avg(value) as value, bool_and(volatile) as volatile
from run_metrics
join counted_runs on counted_runs.run = run_metrics.trial
join (select trial, seeds from trials) as trials on trials.trial = counted_runs.trial
group by counted_runs.trial, phase, metric
having count(*) = any_value(seeds);

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
-- `contends`: the best is among these, the trials of the highest rung, and where some were repeated, those.
create table ranked_trials as
with judged as (
  select
    trials.*,
    trials.status = 'complete' and objective is not null as usable,
    (select bool_and(passed) from trial_gates where trial_gates.trial = trials.trial) is distinct from false as passes
  from trials
),
highest as (
  select *, usable and rung = max(rung) filter (where usable) over (partition by phase) as high from judged
),
contending as (
  select
    * exclude (high),
    high and (repeated or not bool_or(high and repeated) over (partition by phase)) as contends
  from highest
)
select
  judged.* exclude (usable, passes),
  usable and passes as feasible,
  row_number() over (
    partition by judged.phase
    order by usable desc, contends desc, rung desc, passes desc, objective * sense desc nulls last, judged.position
  )::integer as rank
from contending as judged join plan_phases using (phase)
order by plan_phases.position, rank;

-- The best value so far over a phase's trials that contend: among those that pass the gate, or among all where none does.
create view best_path as
select
  phase,
  ranked_trials.position,
  trial,
  tier,
  status,
  feasible,
  objective,
  sense * max(objective * sense) filter (where contends and (feasible or not any_feasible)) over so_far as best
from ranked_trials
join plan_phases using (phase)
join (select phase, bool_or(feasible and contends) as any_feasible from ranked_trials group by phase) using (phase)
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
