//! One comparison, how it is measured and how it is printed.

use std::{hint::black_box, time::Instant};

/// One operation of ours beside a peer's, in nanoseconds.
pub(crate) struct Row {
	/// The operation, and its unit.
	pub(crate) what: &'static str,
	/// Our median.
	pub(crate) ours_ns: f64,
	/// Whose figure stands beside it.
	pub(crate) peer: &'static str,
	/// The peer's median.
	pub(crate) peer_ns: f64,
}

/// Nanoseconds for each of `count` operations, where `run` does them all.
pub(crate) fn nanoseconds_each<T>(count: usize, run: impl FnOnce() -> T) -> f64 {
	let start = Instant::now();
	black_box(run());
	start.elapsed().as_nanos() as f64 / count as f64
}

/// Runs each contestant once a round, by turns, so that whatever else the machine does meets all of
/// them; gives the median of what each returned.
pub(crate) fn medians<const N: usize>(
	rounds: usize,
	mut contestants: [&mut dyn FnMut() -> f64; N],
) -> [f64; N] {
	let mut samples = [const { Vec::new() }; N];
	for _ in 0..rounds {
		for (contestant, samples) in contestants.iter_mut().zip(&mut samples) {
			samples.push(contestant());
		}
	}
	samples.map(|mut samples| {
		samples.sort_by(f64::total_cmp);
		samples[samples.len() / 2]
	})
}

/// Prints the rows as a Markdown table. A ratio above 1 says that ours is the faster.
pub(crate) fn print(rows: &[Row]) {
	println!("| operation | ours | peer | theirs | ratio |");
	println!("| --- | ---: | --- | ---: | ---: |");
	for Row { what, ours_ns, peer, peer_ns } in rows {
		let ratio = peer_ns / ours_ns;
		println!("| {what} | {} | {peer} | {} | {ratio:.2} |", time(*ours_ns), time(*peer_ns));
	}
}

/// Three or four digits with a unit.
fn time(nanoseconds: f64) -> String {
	if nanoseconds < 10_000.0 {
		format!("{nanoseconds:.0} ns")
	} else if nanoseconds < 10_000_000.0 {
		format!("{:.1} µs", nanoseconds / 1e3)
	} else {
		format!("{:.1} ms", nanoseconds / 1e6)
	}
}
