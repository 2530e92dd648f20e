//! The Rust that the runtime compiles its weights from: one file and one `WeightInfo` per pallet.

use crate::measurement::{Effort, Line, Measured, COUNT_SCALE};
use std::{
	fs, io,
	path::{Path, PathBuf},
	process::Command,
};

/// Writes `<pallet>.rs` into the folder and has rustfmt lay it out.
pub(crate) fn write(
	folder: &Path,
	pallet: &str,
	measured: &[Measured],
	effort: Effort,
) -> Result<PathBuf, String> {
	let file = folder.join(pallet).with_extension("rs");
	let failed = |e: io::Error| format!("cannot write {}: {e}", file.display());
	fs::create_dir_all(folder).map_err(failed)?;
	fs::write(&file, render(pallet, measured, effort, &processor())).map_err(failed)?;

	match Command::new("rustfmt").args(["--edition", "2021"]).arg(&file).status() {
		Ok(status) if status.success() => Ok(file),
		Ok(status) => Err(format!("rustfmt refused {}: {status}", file.display())),
		Err(e) if e.kind() == io::ErrorKind::NotFound => {
			eprintln!("rustfmt is not installed, so {} is not laid out by it", file.display());
			Ok(file)
		}
		Err(e) => Err(format!("cannot run rustfmt: {e}")),
	}
}

fn render(pallet: &str, measured: &[Measured], effort: Effort, processor: &str) -> String {
	let Effort { steps, repeat } = effort;
	let functions: Vec<_> = measured.iter().map(function).collect();
	let functions = functions.join("\n");
	// The trait is in use only where reads or writes are priced.
	let get = if functions.contains("DbWeight::get") { "traits::Get, " } else { "" };
	let weight_info = weight_info(pallet);
	format!(
		"\
//! Weights of `{pallet}`. Measured, not written by hand:
//!
//! - command: `census-weights --pallet {pallet} --steps {steps} --repeat {repeat}`
//! - processor: {processor}
//! - executor: compiled wasm, with the node's host functions
//!
//! Times are least squares through the middle half of the samples at each point, never below the
//! fastest of them; counts of reads and writes are never below a measured one. Proof sizes are
//! zero: no block of a solo chain carries a proof of state.

use core::marker::PhantomData;
use frame_support::{{{get}weights::Weight}};

/// Measured weights of `{pallet}`.
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> {weight_info} for WeightInfo<T> {{
{functions}}}
"
	)
}

/// The trait a pallet's benchmarks are named after.
fn weight_info(pallet: &str) -> String {
	match pallet {
		// The benchmarks of frame_system's transaction extensions are a list of their own.
		"frame_system_extensions" => "frame_system::ExtensionsWeightInfo".into(),
		_ => format!("{pallet}::WeightInfo"),
	}
}

fn function(measured: &Measured) -> String {
	let Measured { name, components, time, least_time, reads, writes } = measured;
	let mut terms = format!("Weight::from_parts({}, 0)", grouped(time.base));
	for ((component, ..), &slope) in components.iter().zip(&time.slopes) {
		if slope > 0 {
			let slope = grouped(slope);
			terms += &format!(
				"\n\t\t\t.saturating_add(Weight::from_parts({slope}, 0)\
				 .saturating_mul({component}.into()))"
			);
		}
	}
	for (method, line) in [("reads", reads), ("writes", writes)] {
		for count in counts(line, components) {
			terms += &format!("\n\t\t\t.saturating_add(T::DbWeight::get().{method}({count}))");
		}
	}

	let in_use = |i: usize| [time, reads, writes].iter().any(|l| l.slopes.get(i) > Some(&0));
	let parameters: Vec<_> = components
		.iter()
		.enumerate()
		.map(|(i, (component, ..))| format!("{}{component}: u32", if in_use(i) { "" } else { "_" }))
		.collect();
	let ranges: String = components
		.iter()
		.map(|(component, low, high)| format!(" `{component}` in {low} to {high}."))
		.collect();
	format!(
		"\t// Least time: {} ps.{ranges}\n\tfn {name}({}) -> Weight {{\n\t\t{terms}\n\t}}\n",
		grouped(*least_time),
		parameters.join(", ")
	)
}

/// The terms of a count as Rust expressions of type `u64`.
fn counts(line: &Line, components: &[(String, u32, u32)]) -> Vec<String> {
	let scale = u64::from(COUNT_SCALE);
	let base = (line.base > 0).then(|| line.base.to_string());
	let slopes = components.iter().zip(&line.slopes).filter(|(_, &slope)| slope > 0);
	base.into_iter()
		.chain(slopes.map(|((component, ..), &slope)| match (slope / scale, slope % scale) {
			(1, 0) => format!("{component}.into()"),
			(whole, 0) => format!("{whole}_u64.saturating_mul({component}.into())"),
			_ => format!("{slope}_u64.saturating_mul({component}.into()).div_ceil({scale})"),
		}))
		.collect()
}

/// `1_234_567`
fn grouped(value: u64) -> String {
	let digits = value.to_string();
	let mut grouped = String::new();
	for (i, digit) in digits.chars().enumerate() {
		if i > 0 && (digits.len() - i).is_multiple_of(3) {
			grouped.push('_');
		}
		grouped.push(digit);
	}
	grouped
}

/// The processor's name where the system tells it, and its architecture otherwise.
fn processor() -> String {
	fs::read_to_string("/proc/cpuinfo")
		.ok()
		.and_then(|text| {
			let line = text.lines().find(|line| line.starts_with("model name"))?;
			Some(line.split_once(':')?.1.trim().to_string())
		})
		.unwrap_or_else(|| std::env::consts::ARCH.into())
}

#[cfg(test)]
mod tests {
	use super::*;

	const EFFORT: Effort = Effort { steps: 50, repeat: 20 };

	fn fixed(name: &str, counts: u64) -> Measured {
		let line = |base| Line { base, slopes: vec![] };
		Measured {
			name: name.into(),
			components: vec![],
			time: line(12_345_000),
			least_time: 12_000_000,
			reads: line(counts),
			writes: line(counts),
		}
	}

	fn in_batches() -> Measured {
		Measured {
			name: "add_members".into(),
			components: vec![("c".into(), 1, 1000), ("d".into(), 0, 32), ("n".into(), 0, 9)],
			time: Line { base: 5_000_000, slopes: vec![1_200, 0, 0] },
			least_time: 4_999_999,
			reads: Line { base: 3, slopes: vec![31, 1000, 0] },
			writes: Line { base: 0, slopes: vec![2000, 0, 0] },
		}
	}

	#[test]
	fn digits_are_grouped() {
		assert_eq!(grouped(0), "0");
		assert_eq!(grouped(999), "999");
		assert_eq!(grouped(1_000), "1_000");
		assert_eq!(grouped(12_345_678), "12_345_678");
	}

	#[test]
	fn every_term_is_written() {
		assert_eq!(
			function(&in_batches()),
			"\t// Least time: 4_999_999 ps. `c` in 1 to 1000. `d` in 0 to 32. `n` in 0 to 9.
\tfn add_members(c: u32, d: u32, _n: u32) -> Weight {
\t\tWeight::from_parts(5_000_000, 0)
\t\t\t.saturating_add(Weight::from_parts(1_200, 0).saturating_mul(c.into()))
\t\t\t.saturating_add(T::DbWeight::get().reads(3))
\t\t\t.saturating_add(T::DbWeight::get().reads(31_u64.saturating_mul(c.into()).div_ceil(1000)))
\t\t\t.saturating_add(T::DbWeight::get().reads(d.into()))
\t\t\t.saturating_add(T::DbWeight::get().writes(2_u64.saturating_mul(c.into())))
\t}
"
		);
	}

	#[test]
	fn the_header_says_how_to_measure_again() {
		let text = render("pallet_groups", &[fixed("create_group", 2)], EFFORT, "A Processor");
		assert!(text.contains("`census-weights --pallet pallet_groups --steps 50 --repeat 20`"));
		assert!(text.contains("processor: A Processor"));
		assert!(text.contains("pallet_groups::WeightInfo for WeightInfo<T>"));
	}

	#[test]
	fn the_extensions_of_frame_system_have_a_trait_of_their_own() {
		let text = render("frame_system_extensions", &[fixed("check_nonce", 0)], EFFORT, "");
		assert!(text.contains("frame_system::ExtensionsWeightInfo for WeightInfo<T>"));
	}

	#[test]
	fn nothing_unused_is_imported() {
		let with = render("pallet_x", &[fixed("a", 1)], EFFORT, "");
		let without = render("pallet_x", &[fixed("a", 0)], EFFORT, "");
		assert!(with.contains("use frame_support::{traits::Get, weights::Weight};"));
		assert!(without.contains("use frame_support::{weights::Weight};"));
	}

	#[test]
	fn the_file_is_named_after_its_pallet() {
		let folder = std::env::temp_dir().join(format!("census-weights-{}", std::process::id()));
		let file = write(&folder, "pallet_groups", &[fixed("a", 1), in_batches()], EFFORT).unwrap();
		let text = fs::read_to_string(&file).unwrap();
		fs::remove_dir_all(&folder).unwrap();
		assert_eq!(file, folder.join("pallet_groups.rs"));
		assert!(text.contains("fn add_members(c: u32, d: u32, _n: u32) -> Weight"));
	}
}
