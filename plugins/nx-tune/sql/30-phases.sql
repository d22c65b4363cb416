-- What each phase came to.

create table recorded_phases as
select
  name as phase,
  unnest(json_transform(body, '{
    "status": "VARCHAR", "reason": "VARCHAR", "before": "VARCHAR", "incumbent": "VARCHAR",
    "best": {"trial": "VARCHAR"}}'))
from documents where kind = 'phase';

-- Where a phase stands. A recorded verdict counts while every trial of the plan is there (a phase with too many
-- failed trials ends early); otherwise the phase is `running`, or `waiting` when nothing of it is on disk.
-- `outdated`: it started from another winner of the phase before than the one that is recorded now.
create table phase_status as
with run_counts as (
  select
    phase,
    count(*)::integer as runs,
    count(*) filter (where status = 'failed')::integer as failed
  from runs group by phase
),
counted as (
  select
    phase,
    count(*)::integer as finished_trials,
    count(*) filter (where status = 'complete')::integer as complete,
    count(*) filter (where status in ('pruned', 'skipped'))::integer as cut_short,
    count(*) filter (where feasible)::integer as passing,
    sum(seconds) as seconds,
    sum(attempts)::integer as attempts,
    min(started) as started,
    max(finished) as finished
  from ranked_trials group by phase
),
planned as (
  select phase, sum(trials)::integer as planned, (sum(trials) * any_value(rungs + seeds - 1))::integer as planned_runs
  from plan_tiers join plan_stages using (phase) group by phase
)
select
  plan.* exclude (definition),
  planned.planned,
  coalesce(finished_trials, 0) as finished_trials,
  coalesce(complete, 0) as complete,
  coalesce(failed, 0) as failed,
  coalesce(cut_short, 0) as cut_short,
  coalesce(passing, 0) as passing,
  counted.seconds,
  counted.attempts,
  counted.started,
  counted.finished,
  case
    when recorded.before <> (
      select incumbent from recorded_phases join plan_phases as earlier using (phase)
      where earlier.position = plan.position - 1) then 'outdated'
    when recorded.status = 'failed' then 'failed'
    when coalesce(finished_trials, 0) = 0 then 'waiting'
    when runs < planned.planned_runs or recorded.status is null then 'running'
    else recorded.status
  end as status,
  recorded.reason,
  recorded.best.trial as recorded_best
from plan_phases as plan
join planned using (phase)
left join counted using (phase)
left join run_counts using (phase)
left join recorded_phases as recorded using (phase);

-- A phase with its best trial: the one that `select` recorded, or the best so far while the phase runs.
-- `default_objective` is that of the first trial, which has the phase's defaults.
create table phases as
select
  status.* exclude (recorded_best),
  best.trial as best,
  best.objective as best_objective,
  best.feasible as best_feasible,
  first.objective as default_objective
from phase_status as status
left join ranked_trials as best
  on best.phase = status.phase and best.objective is not null and best.trial = coalesce(
    (select trial from trials where trial = recorded_best and status.status not in ('running', 'waiting', 'outdated')),
    (select trial from ranked_trials as other where other.phase = status.phase and other.rank = 1))
left join trials as first on first.phase = status.phase and first.position = 0
order by status.position;

-- The gate of each phase, judged on its best trial.
create view gates as
select phases.phase, gate.position, gate.condition, gate.metric, value, margin, gate.passed
from phases
join trial_gates as gate on gate.trial = phases.best
order by phases.position, gate.position;

-- Metrics that the phase's trials reported, as the best trial has them, against their targets.
-- `met` is null where the best trial lacks the metric or the target is only a direction.
create view metrics_targets as
select
  phases.phase,
  plan.position,
  reported.metric,
  plan."group",
  plan.description,
  plan.target,
  best.value,
  keeps(best.value, plan.op, plan."limit", plan.low, plan.high) as met,
  margin(best.value, plan.op, plan."limit", plan.low, plan.high) as margin
from phases
join (select distinct phase, metric from trial_metrics) as reported using (phase)
left join plan_metrics as plan on plan.metric = reported.metric
left join trial_metrics as best on best.trial = phases.best and best.metric = reported.metric
order by phases.position, plan.position nulls last, reported.metric;

-- Described in pipeline.yaml, reported by no trial.
create view missing_metrics as
select metric, "group", target from plan_metrics
where metric not in (select metric from trial_metrics) order by position;

-- Best value against default for every parameter. `best_value` is null where the phase has no best trial yet or
-- the parameter is inactive in it.
create view best_parameters as
select
  parameters.phase,
  parameters.position,
  parameters.parameter,
  parameters.tier,
  kind, low, high, scale, step, choices,
  fixed,
  rungs,
  default_value,
  coalesce(chosen.value, case when phases.best is not null then fixed end) as best_value,
  phases.best
from parameters
join phases using (phase)
left join trial_params as chosen on chosen.trial = phases.best and chosen.parameter = parameters.parameter
order by parameters.position;

-- Rungs and further seeds included.
create view failed_trials as
select runs.phase, trial, attempts, device, reason, seconds, runs.position
from runs join plan_phases using (phase)
where status = 'failed' order by plan_phases.position, runs.position, seed, rung;

-- How many trials of a tier entered each rung and what became of them; `pruned` is null for the last rung.
create view rungs as
with entered as (
  select
    phase, tier, rung,
    count(*)::integer as entered,
    count(*) filter (where status = 'failed' or objective is null)::integer as failed,
    count(*) filter (where exists (
      from runs as further
      where further.phase = run.phase and further.position = run.position and further.seed = 0
        and further.rung = run.rung + 1 and further.status <> 'pruned'))::integer as went_on
  from runs as run where seed = 0 and status not in ('pruned', 'skipped')
  group by phase, tier, rung
)
select
  plan.phase,
  tiers.tier,
  entered.rung,
  plan.budget,
  (plan.budgets->>entered.rung)::double as value,
  entered.entered,
  entered.failed,
  case when entered.rung < plan.rungs - 1 then entered.went_on end as went_on,
  case when entered.rung < plan.rungs - 1 then entered.entered - entered.went_on end as pruned
from plan_stages as plan
join plan_phases using (phase)
join plan_tiers as tiers using (phase)
join entered on entered.phase = plan.phase and entered.tier = tiers.tier
where plan.rungs > 1
order by plan_phases.position, tiers.tier_position, entered.rung;

-- One row a repeated trial and metric, from best to worst trial: mean and spread over its seeds. `sd` is that of a sample,
-- null where one seed alone reported the metric.
create view replicates as
select
  ranked_trials.phase,
  ranked_trials.trial,
  ranked_trials.rank,
  ranked_trials.feasible,
  run_metrics.metric,
  count(*)::integer as seeds,
  avg(value) as mean,
  stddev_samp(value) as sd,
  min(value) as low,
  max(value) as high
from ranked_trials
join counted_runs using (trial)
join run_metrics on run_metrics.trial = counted_runs.run
join plan_phases on plan_phases.phase = ranked_trials.phase
where repeated and contends
group by all
order by any_value(plan_phases.position), ranked_trials.rank, run_metrics.metric;
