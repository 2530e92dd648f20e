//! A bounded run of the fuzz, the same cases every time: all ways to verify agree, and every verdict is
//! met. The example `fuzz` goes on from there.

mod fuzzing;
mod support;

/// How many cases each thread has: some seconds' worth.
const CASES: u64 = 12_000;

#[test]
fn all_ways_agree_and_every_verdict_is_met() {
	let total = fuzzing::run(CASES, 1, 2).expect("a thread found a fault, see above");
	println!("verdicts by their codes: {:?}", total.codes);
	assert_eq!(total.codes.iter().sum::<u64>(), 2 * CASES);
	for (code, count) in total.codes.iter().enumerate() {
		assert!(*count > 0, "verdict {code} was never met");
	}
	assert!(total.in_wasm > 0);
}
