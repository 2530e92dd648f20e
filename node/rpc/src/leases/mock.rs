//! A client with canned answers: the market of the examples in `openrpc.json`.
//!
//! Alice provides, Bob leases, Charlie audits. Order 5 is open with Alice's bid, lease 4 is live,
//! lease 3 is closed.

use super::{Leases, LeasesRpcServer};
use crate::mock::{Mock as Chain, BEST, FAILING};
use census_primitives::Page;
use census_runtime::{opaque::Block, AccountId, Balance, BlockNumber, Hash};
use census_runtime_api::leases::{
	Attribute, Attributes, Audit, Auditor, Bid, Books, CloseReason, ClosedLease, FittingOrders,
	Funder, Label, Lease, LeaseDetails, LeaseId, LeaseTerms, LeasesApi, Mismatch, Mode, Order,
	OrderDetails, OrderId, OrderTerms, Provider, ProviderStatus, Quote, Rating, RatingPeriod,
	Resource, ResourceKind, Resources, State,
};
use jsonrpsee::RpcModule;
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::{BlockStatus, HeaderBackend, Info, Result as BlockchainResult};
use sp_core::crypto::Ss58Codec;
use sp_runtime::traits::{Block as BlockT, NumberFor};
use std::sync::Arc;

const CEN: Balance = 1_000_000_000_000;

/// Behind this order the runtime looks at three times as many as it may before it comes to order 5.
pub(crate) const FAR_ORDER: OrderId = 500_000;
/// Behind this order there is no end of orders that are not told.
pub(crate) const ENDLESS_ORDER: OrderId = 1_000_000;

/// A provider of whom there is no end of audits that are not told.
pub(crate) fn endless_provider() -> AccountId {
	charlie()
}

fn alice() -> AccountId {
	AccountId::from_ss58check("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY").unwrap()
}

fn bob() -> AccountId {
	AccountId::from_ss58check("5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty").unwrap()
}

fn charlie() -> AccountId {
	AccountId::from_ss58check("5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y").unwrap()
}

fn label(text: &str) -> Label {
	text.try_into().unwrap()
}

fn region() -> Attributes {
	vec![Attribute { key: label("region"), value: label("eu-west") }].try_into().unwrap()
}

fn resources(cpu: u64, gpus: u64) -> Resources {
	let all = vec![
		Resource { kind: ResourceKind::Cpu, amount: cpu },
		Resource { kind: ResourceKind::Gpu(label("a100")), amount: gpus },
	];
	Resources(all.try_into().unwrap())
}

fn provider() -> Provider<Balance, BlockNumber> {
	Provider {
		bond: 20 * CEN,
		covered: 5 * CEN,
		capacity: resources(64_000, 8),
		used: resources(4_000, 1),
		attributes: region(),
		status: ProviderStatus::Accepting,
		leases: 1,
		since: 100,
	}
}

fn auditor() -> Auditor<Balance> {
	Auditor { info: [0x22; 32], deposit: CEN, audits: 1 }
}

fn audit() -> Audit<Balance, BlockNumber> {
	Audit { registration: 100, attributes: region(), deposit: CEN }
}

fn order() -> Order<AccountId, Balance, BlockNumber> {
	let terms = OrderTerms {
		resources: resources(4_000, 1),
		attributes: region(),
		auditors: vec![charlie()].try_into().unwrap(),
		provider: None,
		mode: Mode::Metered { heartbeat: 100 },
		max_rate: 7 * CEN / 10,
		min_notice: 600,
		manifest: [0x33; 32],
	};
	Order { tenant: bob(), terms, expires_at: 900, deposit: CEN }
}

fn bid() -> Bid<AccountId, Balance, BlockNumber> {
	Bid { provider: alice(), rate: 6 * CEN / 10, notice: 600, deposit: CEN / 2 }
}

fn lease() -> LeaseDetails<AccountId, Balance, BlockNumber> {
	let books = Books { funded: 6 * CEN, paid: 99 * CEN / 1_000, fee: CEN / 1_000, refunded: 0 };
	let lease = Lease {
		tenant: bob(),
		provider: alice(),
		terms: LeaseTerms {
			resources: resources(4_000, 1),
			rate: 6 * CEN / 10,
			notice: 600,
			manifest: [0x33; 32],
		},
		mode: Mode::Metered { heartbeat: 100 },
		state: State::Active,
		end: None,
		since: 500,
		beat: 480,
		bound: true,
		accrued: 120 * CEN,
		confirmed: 108 * CEN,
		epoch: None,
		epochs: 0,
		missed: 0,
		books,
		funders: vec![Funder { who: bob(), left: 59 * CEN / 10 }].try_into().unwrap(),
		deposit: CEN,
		cover: 5 * CEN,
		bounty: Some(Funder { who: bob(), left: CEN / 100 }),
		proposal: None,
		offered_to: None,
		deadline: 580,
		opened_at: 290,
	};
	LeaseDetails {
		id: 4,
		lease,
		ended: None,
		owed: CEN / 10,
		payable: 8 * CEN / 100,
		runs_dry_at: Some(6_300),
		binding: None,
	}
}

fn closed() -> ClosedLease<AccountId, Balance, BlockNumber> {
	let books = Books {
		funded: 6 * CEN,
		paid: 2_475 * CEN / 1_000,
		fee: 25 * CEN / 1_000,
		refunded: 35 * CEN / 10,
	};
	ClosedLease {
		tenant: bob(),
		provider: alice(),
		reason: CloseReason::Reclaimed,
		books,
		opened_at: 20,
		closed_at: 280,
		forget_at: 101_080,
		rater: None,
		rating: None,
	}
}

/// The only item of a list, if it is asked for.
fn one<K: PartialEq, V>(key: K, value: V, after: Option<K>, count: u32) -> Vec<(K, V)> {
	let asked = count > 0 && after.is_none_or(|after| after != key);
	asked.then_some((key, value)).into_iter().collect()
}

/// A page of orders that are not told, if there are such behind this one.
fn hidden<Item>(after: Option<OrderId>) -> Option<Page<Item, OrderId>> {
	let after = after
		.filter(|after| (FAR_ORDER..FAR_ORDER + 3).contains(after) || *after >= ENDLESS_ORDER)?;
	Some(Page { items: Vec::new(), next: Some(after + 1) })
}

/// The client.
#[derive(Clone)]
pub(crate) struct Mock;

fn state_at(at: Hash) -> Result<(), ApiError> {
	if at == BEST {
		Ok(())
	} else if at == FAILING {
		Err(ApiError::Application("the runtime failed".into()))
	} else {
		Err(ApiError::UnknownBlock(format!("{at:?}")))
	}
}

sp_api::mock_impl_runtime_apis! {
	impl LeasesApi<Block, AccountId, Balance, BlockNumber> for Mock {
		#[advanced]
		fn provider(
			at: Hash,
			who: AccountId,
		) -> Result<Option<Provider<Balance, BlockNumber>>, ApiError> {
			state_at(at)?;
			Ok((who == alice()).then(provider))
		}

		#[advanced]
		fn providers(
			at: Hash,
			after: Option<AccountId>,
			count: u32,
		) -> Result<Vec<(AccountId, Provider<Balance, BlockNumber>)>, ApiError> {
			state_at(at)?;
			Ok(one(alice(), provider(), after, count))
		}

		#[advanced]
		fn auditor(at: Hash, who: AccountId) -> Result<Option<Auditor<Balance>>, ApiError> {
			state_at(at)?;
			Ok((who == charlie()).then(auditor))
		}

		#[advanced]
		fn auditors(
			at: Hash,
			after: Option<AccountId>,
			count: u32,
		) -> Result<Vec<(AccountId, Auditor<Balance>)>, ApiError> {
			state_at(at)?;
			Ok(one(charlie(), auditor(), after, count))
		}

		#[advanced]
		fn audits(
			at: Hash,
			provider: AccountId,
			after: Option<AccountId>,
			count: u32,
		) -> Result<Page<(AccountId, Audit<Balance, BlockNumber>), AccountId>, ApiError> {
			state_at(at)?;
			if provider == endless_provider() {
				return Ok(Page { items: Vec::new(), next: Some(bob()) });
			}
			let count = if provider == alice() { count } else { 0 };
			Ok(Page { items: one(charlie(), audit(), after, count), next: None })
		}

		#[advanced]
		fn order_count(at: Hash) -> Result<OrderId, ApiError> {
			state_at(at)?;
			Ok(6)
		}

		#[advanced]
		fn order(
			at: Hash,
			id: OrderId,
		) -> Result<Option<OrderDetails<AccountId, Balance, BlockNumber>>, ApiError> {
			state_at(at)?;
			Ok((id == 5).then(|| OrderDetails { id, order: order(), bids: vec![bid()] }))
		}

		#[advanced]
		fn orders(
			at: Hash,
			after: Option<OrderId>,
			count: u32,
		) -> Result<Page<(OrderId, Order<AccountId, Balance, BlockNumber>), OrderId>, ApiError> {
			state_at(at)?;
			Ok(hidden(after).unwrap_or_else(|| Page {
				items: one(5, order(), after, count),
				next: None,
			}))
		}

		#[advanced]
		fn fitting_orders(
			at: Hash,
			provider: AccountId,
			after: Option<OrderId>,
			count: u32,
		) -> Result<FittingOrders, ApiError> {
			state_at(at)?;
			if let Some(Page { items, next }) = hidden(after) {
				return Ok(FittingOrders { orders: items, next });
			}
			let count = if provider == alice() { count } else { 0 };
			let orders = one(5, (), after, count).into_iter().map(|(id, ())| id).collect();
			Ok(FittingOrders { orders, next: None })
		}

		#[advanced]
		fn why_not(
			at: Hash,
			id: OrderId,
			provider: AccountId,
			terms: Option<(Balance, BlockNumber)>,
		) -> Result<Vec<Mismatch<AccountId>>, ApiError> {
			state_at(at)?;
			let dear = terms.is_some_and(|(rate, _)| rate > order().terms.max_rate);
			Ok(match () {
				() if id != 5 => vec![Mismatch::OrderNotFound],
				() if provider != alice() => vec![Mismatch::ProviderNotFound],
				() if dear => vec![Mismatch::RateTooHigh],
				() => vec![],
			})
		}

		#[advanced]
		fn quote(
			at: Hash,
			_: Mode<BlockNumber>,
			rate: Balance,
			blocks: BlockNumber,
		) -> Result<Quote<Balance>, ApiError> {
			state_at(at)?;
			let price = rate * Balance::from(blocks) / 600;
			Ok(Quote {
				price,
				fee: price / 100,
				least_funding: rate,
				order_deposit: CEN,
				bounty: CEN / 100,
				bid_deposit: CEN / 2,
				lease_cover: 5 * CEN,
			})
		}

		#[advanced]
		fn lease(
			at: Hash,
			id: LeaseId,
		) -> Result<Option<LeaseDetails<AccountId, Balance, BlockNumber>>, ApiError> {
			state_at(at)?;
			Ok((id == 4).then(lease))
		}

		#[advanced]
		fn closed_lease(
			at: Hash,
			id: LeaseId,
		) -> Result<Option<ClosedLease<AccountId, Balance, BlockNumber>>, ApiError> {
			state_at(at)?;
			Ok((id == 3).then(closed))
		}

		#[advanced]
		fn involved(
			at: Hash,
			account: AccountId,
			after: Option<OrderId>,
			count: u32,
		) -> Result<Vec<OrderId>, ApiError> {
			state_at(at)?;
			// In the storage's order.
			let all: &[OrderId] = if account == bob() { &[3, 5, 4] } else { &[] };
			let behind = after.and_then(|after| all.iter().position(|id| *id == after));
			let start = behind.map_or(0, |index| index + 1);
			Ok(all[start..].iter().copied().take(count as usize).collect())
		}

		#[advanced]
		fn totals(at: Hash) -> Result<Books<Balance>, ApiError> {
			state_at(at)?;
			let (live, over) = (lease().lease.books, closed().books);
			Ok(Books {
				funded: live.funded + over.funded,
				paid: live.paid + over.paid,
				fee: live.fee + over.fee,
				refunded: live.refunded + over.refunded,
			})
		}

		#[advanced]
		fn rating(at: Hash, provider: AccountId) -> Result<Rating, ApiError> {
			state_at(at)?;
			let rated = Rating { sum: 9, count: 2 };
			Ok(if provider == alice() { rated } else { Rating::default() })
		}

		#[advanced]
		fn rating_period(at: Hash) -> Result<Option<RatingPeriod<BlockNumber>>, ApiError> {
			state_at(at)?;
			Ok(Some(RatingPeriod { scope: 7, until: 9_000 }))
		}
	}
}

impl ProvideRuntimeApi<Block> for Mock {
	type Api = Self;

	fn runtime_api(&self) -> ApiRef<'_, Self::Api> {
		self.clone().into()
	}
}

/// The chain behind it is that of the other mock.
impl HeaderBackend<Block> for Mock {
	fn header(&self, hash: Hash) -> BlockchainResult<Option<<Block as BlockT>::Header>> {
		Chain.header(hash)
	}

	fn info(&self) -> Info<Block> {
		Chain.info()
	}

	fn status(&self, hash: Hash) -> BlockchainResult<BlockStatus> {
		HeaderBackend::status(&Chain, hash)
	}

	fn number(&self, hash: Hash) -> BlockchainResult<Option<NumberFor<Block>>> {
		HeaderBackend::number(&Chain, hash)
	}

	fn hash(&self, number: NumberFor<Block>) -> BlockchainResult<Option<Hash>> {
		HeaderBackend::hash(&Chain, number)
	}
}

/// The methods `leases_*`, answered by the mock.
pub(crate) fn server() -> RpcModule<Leases<Mock>> {
	Leases::new(Arc::new(Mock)).into_rpc()
}
