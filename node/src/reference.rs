//! The pages of the reference that are about this program: its command line and its metrics. `make
//! reference` writes them again, and this fails where they differ.

use crate::{cli::Cli, gossip, guarded_pool, metrics};
use clap::CommandFactory;
use prometheus_endpoint::Registry;
use std::{fmt::Write, fs, path::PathBuf};

/// Compares a page with what it has to be, or writes it.
fn keep(name: &str, page: &str) {
	let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/reference").join(name);
	if std::env::var_os("CENSUS_WRITE_REFERENCE").is_some() {
		fs::write(path, page).unwrap();
		return;
	}
	let kept = fs::read_to_string(path).unwrap_or_default();
	assert!(kept == page, "docs/reference/{name} is not what it has to be: run `make reference`");
}

/// What `--help` says of a command, and of those within it.
fn describe(command: &mut clap::Command, page: &mut String) {
	let name = command.get_bin_name().unwrap_or(command.get_name()).to_string();
	// What depends on the machine it is asked on has no place in a page.
	let help = command.render_long_help().to_string();
	let lines: Vec<_> = help.lines().map(str::trim_end).collect();
	writeln!(page, "\n## {name}\n\n```\n{}\n```", lines.join("\n").trim_end()).unwrap();
	let within: Vec<_> = command.get_subcommands_mut().collect();
	for command in within {
		if command.get_name() != "help" {
			describe(command, page);
		}
	}
}

#[test]
fn the_command_line_is_that_of_today() {
	let mut page = String::from(
		"# The command line of census-node\n\n\
		 <!-- Written by `make reference` from the program's own help. Do not edit. -->\n\n\
		 Without a command, `census-node` runs a node. What an operator needs to know is in\n\
		 [operate](../operate/README.md).\n",
	);
	let mut command = Cli::command().name("census-node").bin_name("census-node").term_width(100);
	command.build();
	describe(&mut command, &mut page);
	keep("cli.md", &page);
}

#[test]
fn the_metrics_are_those_of_today() {
	let registry = Registry::new();
	let _task = metrics::verification(&registry).unwrap();
	guarded_pool::refusals(&registry).unwrap().with_label_values(&["rpc", "acts", "false"]).inc();
	gossip::count_one_of_each(&registry);
	let mut page = String::from(
		"# Metrics\n\n\
		 <!-- Written by `make reference` from what the node registers. Do not edit. -->\n\n\
		 Census's own, beside those of every Substrate node, at `http://127.0.0.1:9615/metrics`. What to\n\
		 watch is in [operate](../operate/metrics.md).\n\n\
		 | name | kind | labels | |\n| --- | --- | --- | --- |\n",
	);
	for family in registry.gather() {
		let labels: Vec<_> = family.get_metric()[0]
			.get_label()
			.iter()
			.map(|label| format!("`{}`", label.get_name()))
			.collect();
		let (name, help) = (family.get_name(), family.get_help());
		let kind = format!("{:?}", family.get_field_type()).to_lowercase();
		assert_eq!(kind == "counter", name.ends_with("_total"), "{name}");
		writeln!(page, "| `{name}` | {kind} | {} | {help} |", labels.join(", ")).unwrap();
	}
	keep("metrics.md", &page);
}
