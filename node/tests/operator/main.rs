//! What an operator does with the built program, and what it says in return.

mod doctor;
mod ends;
mod keys;
mod networks;
mod specifications;
mod validators;

use std::{
	ffi::OsStr,
	fs::{self, File},
	path::{Path, PathBuf},
	process::{Child, Command, ExitStatus, Stdio},
	sync::OnceLock,
	thread,
	time::{Duration, Instant},
};
use tempfile::TempDir;

/// How long a node may take to say something. Several compile the runtime at a time, on a machine
/// that has other things to do.
const PATIENCE: Duration = Duration::from_secs(300);

/// How often it is looked whether it has.
const STEP: Duration = Duration::from_millis(5);

/// The program.
fn node() -> Command {
	Command::new(env!("CARGO_BIN_EXE_census-node"))
}

/// How a command ended, and what it printed.
#[derive(Debug)]
struct Ended {
	status: ExitStatus,
	out: String,
	err: String,
}

impl Ended {
	#[track_caller]
	fn well(self) -> Self {
		assert!(self.status.success(), "{}: {}", self.status, self.err);
		self
	}

	/// It failed, and said this.
	#[track_caller]
	fn refused(self, because: &str) {
		assert_eq!(self.status.code(), Some(1), "{}", self.err);
		assert!(self.err.contains(because), "{}", self.err);
	}
}

/// Runs the program with these arguments, in this directory.
fn run_in<A: AsRef<OsStr>>(directory: &Path, arguments: impl IntoIterator<Item = A>) -> Ended {
	let output = node().current_dir(directory).args(arguments).output().unwrap();
	let text = |bytes| String::from_utf8(bytes).unwrap();
	Ended { status: output.status, out: text(output.stdout), err: text(output.stderr) }
}

fn run<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Ended {
	run_in(Path::new("."), arguments)
}

/// The raw specification of the development chain, from which a node starts soonest.
fn raw_specification() -> &'static Path {
	static FILE: OnceLock<PathBuf> = OnceLock::new();
	FILE.get_or_init(|| {
		let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("dev-raw.json");
		let written = run([
			OsStr::new("export-chain-spec"),
			OsStr::new("--raw"),
			OsStr::new("--chain=dev"),
			OsStr::new("--output"),
			file.as_os_str(),
		]);
		written.well();
		file
	})
}

/// A node that runs, over a directory of its own, and speaks to nobody.
struct Running {
	child: Child,
	directory: TempDir,
}

impl Running {
	/// One of the development chain.
	fn start(options: &[&str]) -> Self {
		Self::start_on(raw_specification().as_os_str(), options)
	}

	fn start_on(chain: &OsStr, options: &[&str]) -> Self {
		let directory = tempfile::tempdir().unwrap();
		let log = File::create(directory.path().join("log")).unwrap();
		let child = node()
			.arg("--chain")
			.arg(chain)
			.arg("--base-path")
			.arg(directory.path())
			.args(["--listen-addr=/ip4/127.0.0.1/tcp/0", "--rpc-port=0", "--no-prometheus"])
			.args(["--in-peers=0", "--out-peers=0", "--no-mdns", "--no-telemetry"])
			.args(options)
			.stdout(Stdio::null())
			.stderr(log)
			.spawn()
			.unwrap();
		Self { child, directory }
	}

	/// What it has printed.
	fn log(&self) -> String {
		String::from_utf8_lossy(&fs::read(self.directory.path().join("log")).unwrap()).into_owned()
	}

	/// Waits until it has printed this.
	#[track_caller]
	fn says(&mut self, text: &str) {
		let deadline = Instant::now() + PATIENCE;
		while !self.log().contains(text) {
			let ended = self.child.try_wait().unwrap();
			assert!(ended.is_none(), "it ended ({ended:?}) before `{text}`:\n{}", self.log());
			assert!(Instant::now() < deadline, "it does not say `{text}`:\n{}", self.log());
			thread::sleep(STEP);
		}
	}

	/// Sends it a signal and waits until it has ended. How, and what it had printed.
	#[track_caller]
	fn end(mut self, signal: &str) -> (ExitStatus, String) {
		let id = self.child.id().to_string();
		assert!(Command::new("kill").args(["-s", signal, &id]).status().unwrap().success());
		let deadline = Instant::now() + PATIENCE;
		loop {
			if let Some(status) = self.child.try_wait().unwrap() {
				return (status, self.log());
			}
			assert!(Instant::now() < deadline, "it does not end:\n{}", self.log());
			thread::sleep(STEP);
		}
	}
}

impl Drop for Running {
	fn drop(&mut self) {
		// It may have ended.
		let _ = self.child.kill();
		let _ = self.child.wait();
	}
}

/// The commands in a text that are told to be run: the lines that begin with the program's name.
/// Their arguments, as a shell would read them.
fn recommended(text: &str) -> Vec<Vec<String>> {
	text.lines()
		.filter_map(|line| line.trim().strip_prefix("census-node "))
		.map(|arguments| {
			let words = Command::new("sh")
				.args(["-c", &format!("printf '%s\\n' {arguments}")])
				.output()
				.unwrap();
			String::from_utf8(words.stdout).unwrap().lines().map(str::to_owned).collect()
		})
		.collect()
}
