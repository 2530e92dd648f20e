//! A peer of `census-bench`, for it to run: not for people. The first line read is a contract's
//! bytecode in hexadecimal. Each line after it is the input of a call to that contract, which must
//! return 1, and is answered with the nanoseconds that revm took.

use revm::{
	context::{result::ExecutionResult, TxEnv},
	database::{CacheDB, EmptyDB},
	primitives::{Address, TxKind},
	state::{AccountInfo, Bytecode},
	Context, ExecuteEvm, MainBuilder, MainContext,
};
use std::{error::Error, io, time::Instant};

/// What a call may use: a verification takes less than half.
const GAS: u64 = 1_000_000;

fn main() -> Result<(), Box<dyn Error>> {
	let mut lines = io::stdin().lines();
	let code = hex::decode(lines.next().ok_or("no bytecode")??)?;
	let contract = Address::repeat_byte(1);
	let mut state = CacheDB::new(EmptyDB::default());
	let account = AccountInfo::from_bytecode(Bytecode::new_raw(code.into()));
	state.insert_account_info(contract, account);
	let mut evm = Context::mainnet().with_db(state).build_mainnet();
	for line in lines {
		let data = hex::decode(line?)?.into();
		let call = TxEnv::builder().kind(TxKind::Call(contract)).gas_limit(GAS).data(data);
		let call = call.build().map_err(|error| format!("{error:?}"))?;
		let start = Instant::now();
		let result = evm.transact(call)?.result;
		let time = start.elapsed();
		match result {
			ExecutionResult::Success { output, .. } if output.data().last() == Some(&1) => {
				println!("{}", time.as_nanos());
			}
			other => return Err(format!("the contract does not accept: {other:?}").into()),
		}
	}
	Ok(())
}
