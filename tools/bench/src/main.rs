//! Measures Census beside its peers in one run, and prints one table. All on one core but for npm's
//! packages and the imports of blocks. Named as an argument, one part is measured alone.

#[cfg(test)]
mod accelerators;
mod batch;
mod chain;
mod groups;
mod import;
mod peers;
mod row;
mod trees;
mod verify;

use row::Row;

/// Measures something.
type Part = fn() -> Vec<Row>;

/// What can be measured alone, by its name.
const PARTS: [(&str, Part); 5] = [
	("trees", trees::run),
	("verify", verify::run),
	("peers", peers::run),
	("batch", batch::run),
	("import", import::run),
];

fn main() {
	let only = std::env::args().nth(1);
	let mut rows = Vec::new();
	for (name, run) in PARTS {
		if only.as_ref().is_none_or(|only| only == name) {
			rows.extend(run());
		}
	}
	row::print(&rows);
}
