//! Throws spoilt keys, proofs and inputs at the verifier, as many as one likes:
//! `cargo run --release -p census-verdicts --example fuzz -- [how many] [seed]`.
//!
//! `tests/fuzz.rs` runs a bounded number of the same cases. Here, no verification may take long, too. It
//! says how often it met each verdict, and fails if it never met one.

#[path = "../tests/fuzzing/mod.rs"]
mod fuzzing;
#[path = "../tests/support/mod.rs"]
mod support;

use fuzzing::{run, LONGEST};
use std::{env, error::Error, thread, time::Instant};

fn main() -> Result<(), Box<dyn Error>> {
	let mut arguments = env::args().skip(1);
	let count = arguments.next().map_or(Ok(100_000), |count| count.parse::<u64>())?;
	let seed = arguments.next().map_or(Ok(1), |seed| seed.parse::<u64>())?;
	let threads = thread::available_parallelism().map_or(1, |threads| threads.get() as u64);
	let start = Instant::now();
	let share = count.div_ceil(threads);
	let total = run(share, seed, threads).ok_or("a thread found a fault, see above")?;
	println!("{} cases from seed {seed}, in {:.0?}", share * threads, start.elapsed());
	for (code, count) in total.codes.iter().enumerate() {
		println!("  verdict {code:2}: {count}");
	}
	println!("{} of them in wasm too; the longest took {:.1?}", total.in_wasm, total.longest);
	if total.longest > LONGEST {
		return Err("a verification took too long".into());
	}
	if count >= 100_000 && total.codes.contains(&0) {
		return Err("a verdict was never met".into());
	}
	Ok(())
}
