//! Measures Census beside its peers in one run, and prints one table. All on one core but for the
//! imports of blocks.

mod batch;
mod chain;
mod groups;
mod import;
#[cfg(test)]
mod layers;
mod row;
mod trees;
mod verify;

fn main() {
	let mut rows = trees::run();
	rows.extend(verify::run());
	rows.extend(batch::run());
	rows.extend(import::run());
	row::print(&rows);
}
