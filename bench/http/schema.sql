-- The answers of the log as SQL users keep them: one row per statement, and the tree.
create table answers (country text, indicator text, day date, sequence bigint, score float8);
create table tree (node text, parent text, position int);  -- Nodes and indicators below `headline`.
\copy answers from 'answers.csv' csv
\copy tree from 'tree.csv' csv
create index on answers (country, indicator, day desc, sequence desc) include (score);
create table cells as select distinct country, indicator from answers;
create index on cells (country);
create table countries as
  select row_number() over (order by country) as id, country
  from (select distinct country from answers) as all_of_them;
create index on countries (id);
vacuum analyze;

-- The answers in force on a day; three levels of means above them, absent ones left out.
create function in_force(text, date) returns table (country text, indicator text, score float8)
language sql stable as $$
  select c.country, c.indicator, a.score from cells c cross join lateral (
    select score from answers a
    where a.country = c.country and a.indicator = c.indicator and a.day <= $2
    order by a.day desc, a.sequence desc limit 1) a
  where $1 is null or c.country = $1
$$;
create function dimensions(text, date) returns table (country text, node text, score float8)
language sql stable as $$
  select f.country, t.parent, avg(f.score) from in_force($1, $2) f
  join tree t on t.node = f.indicator group by f.country, t.parent
$$;
create function areas(text, date) returns table (country text, node text, score float8)
language sql stable as $$
  select d.country, t.parent, avg(d.score) from dimensions($1, $2) d
  join tree t on t.node = d.node group by d.country, t.parent
$$;
