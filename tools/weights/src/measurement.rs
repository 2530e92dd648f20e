//! Which values of a benchmark's components are tried, and the lines fitted to what the runs took.

use crate::runtime::{Benchmark, Pallet, Point, Purpose, Runtime};
use frame_benchmarking::{Analysis, BenchmarkParameter, BenchmarkResult, BenchmarkSelector};
use std::fmt;

/// How many values of each component are tried, and how often each is timed.
#[derive(Clone, Copy)]
pub(crate) struct Effort {
	pub(crate) steps: u32,
	pub(crate) repeat: u32,
}

/// `base + Σ slopes[i] · component[i]`
#[derive(Debug, PartialEq)]
pub(crate) struct Line {
	pub(crate) base: u64,
	pub(crate) slopes: Vec<u64>,
}

/// What one benchmark came to.
pub(crate) struct Measured {
	pub(crate) name: String,
	/// Each component's name, least and greatest value.
	pub(crate) components: Vec<(String, u32, u32)>,
	/// In picoseconds, the unit of a weight's reference time.
	pub(crate) time: Line,
	/// The shortest run, in picoseconds.
	pub(crate) least_time: u64,
	/// Distinct storage keys read; slopes in thousandths of a key.
	pub(crate) reads: Line,
	/// Distinct storage keys written; slopes in thousandths of a key.
	pub(crate) writes: Line,
}

/// Slopes of counts are kept in thousandths: where a tree's page serves 32 members, a member costs
/// a 32nd of a read, which whole numbers would round to nothing.
pub(crate) const COUNT_SCALE: u32 = 1000;

/// A point is timed in so many rounds over all points, so that a spell in which the machine is slow
/// falls on all of them alike and bends no line. Within a round a point is timed several times in
/// one wasm instance, as a block's calls share one: in a fresh instance they are slower.
const ROUNDS: u32 = 4;

/// Runs a benchmark at every point and fits its lines.
pub(crate) fn measure(
	runtime: &Runtime,
	pallet: &Pallet,
	benchmark: &Benchmark,
	effort: Effort,
) -> Result<Measured, String> {
	let points = points(&benchmark.components, effort.steps);
	let mut counts = Vec::new();
	for point in &points {
		runtime.run(pallet, benchmark, point, Purpose::Check)?;
		counts.extend(runtime.run(pallet, benchmark, point, Purpose::Count)?);
	}
	let mut times_by_point = vec![Vec::new(); points.len()];
	for round in 0..ROUNDS {
		// The shares of all rounds add up to `repeat`.
		let repeat = effort.repeat.saturating_add(round) / ROUNDS;
		for (point, times) in points.iter().zip(&mut times_by_point).filter(|_| repeat > 0) {
			times.extend(runtime.run(pallet, benchmark, point, Purpose::Time { repeat })?);
		}
	}
	let fastest: Vec<_> = times_by_point
		.iter()
		.filter_map(|times| times.iter().min_by_key(|result| result.extrinsic_time).cloned())
		.collect();
	let times = times_by_point.concat();

	let failed = |reason| format!("{}::{}: {reason}", pallet.name, benchmark.name);
	Ok(Measured {
		name: benchmark.name.clone(),
		components: benchmark
			.components
			.iter()
			.map(|&(component, low, high)| (component.to_string(), low, high))
			.collect(),
		least_time: fastest.iter().map(picoseconds).min().unwrap_or_default(),
		time: fit_times(&times, &fastest).map_err(failed)?,
		reads: fit_counts(&counts, |result| result.reads).map_err(failed)?,
		writes: fit_counts(&counts, |result| result.writes).map_err(failed)?,
	})
}

/// Varies each component over its range while the others are at their greatest.
fn points(components: &[(BenchmarkParameter, u32, u32)], steps: u32) -> Vec<Point> {
	if components.is_empty() {
		return vec![Point::new()];
	}
	let mut points = Vec::new();
	for (varied, &(_, low, high)) in components.iter().enumerate() {
		let range = u64::from(high.saturating_sub(low));
		let intervals = u64::from(steps.saturating_sub(1).max(1));
		for step in 0..u64::from(steps) {
			let value = low.saturating_add((range * step / intervals) as u32);
			let point: Point = components
				.iter()
				.enumerate()
				.map(|(i, &(name, _, high))| (name, if i == varied { value } else { high }))
				.collect();
			// A range shorter than the steps gives the same values again.
			if !points.contains(&point) {
				points.push(point);
			}
		}
	}
	points
}

/// Least squares through the middle half of the samples at each point, lifted until no point is
/// charged less than the fastest run seen there: where the true curve is bent, a line that fits it
/// well on the whole may be far below it at one end.
fn fit_times(times: &Vec<BenchmarkResult>, fastest: &[BenchmarkResult]) -> Result<Line, String> {
	let fit = Analysis::min_squares_iqr(times, BenchmarkSelector::ExtrinsicTime)
		.map_err(|e| e.to_string())?;
	let slopes: Vec<u64> = fit.slopes.into_iter().map(saturated).collect();
	let base = saturated(fit.base).max(covering_base(&slopes, fastest, picoseconds));
	Ok(Line { base, slopes })
}

/// Fits the slopes of a count, with a base that lifts the line until it is below none of the
/// counts. Least squares alone would charge half the calls too little, and counts, unlike times,
/// are exact.
fn fit_counts(
	results: &[BenchmarkResult],
	count: fn(&BenchmarkResult) -> u32,
) -> Result<Line, String> {
	let scaled = |result: &BenchmarkResult| count(result).saturating_mul(COUNT_SCALE);
	let as_reads = results
		.iter()
		.map(|result| BenchmarkResult {
			components: result.components.clone(),
			reads: scaled(result),
			..Default::default()
		})
		.collect();
	let fit = Analysis::min_squares_iqr(&as_reads, BenchmarkSelector::Reads)
		.map_err(|e| e.to_string())?;
	let slopes: Vec<u64> = fit.slopes.into_iter().map(saturated).collect();
	let base = covering_base(&slopes, results, |result| scaled(result).into());
	Ok(Line { base: base.div_ceil(COUNT_SCALE.into()), slopes })
}

/// The least base with which a line of these slopes is below none of the values.
fn covering_base(
	slopes: &[u64],
	results: &[BenchmarkResult],
	value: impl Fn(&BenchmarkResult) -> u64,
) -> u64 {
	let above_slopes = |result: &BenchmarkResult| {
		let terms = result.components.iter().zip(slopes);
		let by_slopes = terms.fold(0_u64, |sum, (&(_, x), &slope)| {
			sum.saturating_add(slope.saturating_mul(x.into()))
		});
		value(result).saturating_sub(by_slopes)
	};
	results.iter().map(above_slopes).max().unwrap_or_default()
}

fn picoseconds(result: &BenchmarkResult) -> u64 {
	saturated(result.extrinsic_time.saturating_mul(1000))
}

fn saturated(value: u128) -> u64 {
	u64::try_from(value).unwrap_or(u64::MAX)
}

impl fmt::Display for Measured {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "{}: µs ", self.name)?;
		self.sum(f, self.time.base as f64 / 1e6, &self.time, 1e6)?;
		f.write_str("; reads ")?;
		self.sum(f, self.reads.base as f64, &self.reads, COUNT_SCALE.into())?;
		f.write_str("; writes ")?;
		self.sum(f, self.writes.base as f64, &self.writes, COUNT_SCALE.into())
	}
}

impl Measured {
	fn sum(&self, f: &mut fmt::Formatter<'_>, base: f64, line: &Line, unit: f64) -> fmt::Result {
		let mut terms = Vec::new();
		if base > 0.0 || line.slopes.iter().all(|&slope| slope == 0) {
			terms.push(base.to_string());
		}
		for ((component, ..), &slope) in self.components.iter().zip(&line.slopes) {
			if slope > 0 {
				terms.push(format!("{} {component}", slope as f64 / unit));
			}
		}
		f.write_str(&terms.join(" + "))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use BenchmarkParameter::{c, n};

	fn result(members: u32, reads: u32) -> BenchmarkResult {
		BenchmarkResult { components: vec![(c, members)], reads, ..Default::default() }
	}

	fn counted(line: &Line, members: u32) -> u64 {
		line.base + (line.slopes[0] * u64::from(members)).div_ceil(COUNT_SCALE.into())
	}

	#[test]
	fn without_components_there_is_one_point() {
		assert_eq!(points(&[], 50), [vec![]]);
	}

	#[test]
	fn values_spread_from_least_to_greatest() {
		let values: Vec<_> = points(&[(c, 1, 1000)], 4).iter().map(|p| p[0].1).collect();
		assert_eq!(values, [1, 334, 667, 1000]);
	}

	#[test]
	fn the_whole_range_of_a_component_can_be_spanned() {
		let values: Vec<_> = points(&[(c, 0, u32::MAX)], 3).iter().map(|p| p[0].1).collect();
		assert_eq!(values, [0, u32::MAX / 2, u32::MAX]);
	}

	#[test]
	fn a_short_range_gives_each_value_once() {
		let values: Vec<_> = points(&[(c, 0, 2)], 50).iter().map(|p| p[0].1).collect();
		assert_eq!(values, [0, 1, 2]);
	}

	#[test]
	fn one_component_varies_while_the_others_are_greatest() {
		let expected = [vec![(c, 0), (n, 9)], vec![(c, 4), (n, 9)], vec![(c, 4), (n, 1)]];
		assert_eq!(points(&[(c, 0, 4), (n, 1, 9)], 2), expected);
	}

	#[test]
	fn exact_counts_give_exact_lines() {
		let results: Vec<_> = (1..=50).map(|x| result(x, 3 + 2 * x)).collect();
		let line = fit_counts(&results, |result| result.reads).unwrap();
		assert_eq!(line, Line { base: 3, slopes: vec![2 * u64::from(COUNT_SCALE)] });
	}

	#[test]
	fn a_read_every_32_members_is_neither_lost_nor_charged_to_each() {
		let results: Vec<_> = (1..=1000_u32).map(|x| result(x, 4 + x.div_ceil(32))).collect();
		let line = fit_counts(&results, |result| result.reads).unwrap();
		assert!((31..=32).contains(&line.slopes[0]), "{line:?}");
		for result in &results {
			let charged = counted(&line, result.components[0].1);
			assert!((0..=3).contains(&(charged - u64::from(result.reads))), "{line:?} {result:?}");
		}
	}

	#[test]
	fn counts_that_fall_are_charged_at_their_greatest() {
		let results: Vec<_> = (0..=10).map(|x| result(x, 20 - x)).collect();
		let line = fit_counts(&results, |result| result.reads).unwrap();
		assert_eq!(line, Line { base: 20, slopes: vec![0] });
	}

	#[test]
	fn a_bent_curve_is_charged_no_less_than_its_fastest_runs() {
		let timed = |x: u32| BenchmarkResult {
			components: vec![(c, x)],
			extrinsic_time: if x == 0 { 300 } else { 100 + 10 * u128::from(x) },
			..Default::default()
		};
		let times: Vec<_> = (0..=50).map(timed).collect();
		let Line { base, slopes } = fit_times(&times, &times).unwrap();
		assert!(base >= 300_000, "{base}");
		assert!((9_000..=10_000).contains(&slopes[0]), "{slopes:?}");
	}

	#[test]
	fn no_results_are_an_error() {
		assert!(fit_counts(&[], |result| result.reads).is_err());
	}
}
