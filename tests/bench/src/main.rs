//! Measures Census beside its peers in one run on one thread, and prints one table.

mod batch;
mod row;
mod trees;
mod verify;

fn main() {
	let mut rows = trees::run();
	rows.extend(verify::run());
	rows.extend(batch::run());
	row::print(&rows);
}
