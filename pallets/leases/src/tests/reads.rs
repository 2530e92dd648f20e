use crate::{mock::*, views::View, Label, Mode};
use census_views::{leases as views, AccountId, Amount, Page};
use frame_support::assert_ok;

#[test]
fn a_quote_says_what_a_lease_costs_and_holds() {
	run(|| {
		let quote = Market::quote(&METERED, 33, 25);
		assert_eq!(
			quote,
			views::Quote {
				price: Amount(82),
				fee: Amount(5),
				min_funding: Amount(17),
				order_deposit: Amount(AMOUNTS.order_deposit.into()),
				bounty: Amount(AMOUNTS.bounty.into()),
				bid_deposit: Amount(AMOUNTS.bid_deposit.into()),
				lease_cover: Amount(AMOUNTS.lease_cover.into()),
			}
		);
		assert_eq!(Market::quote(&FIXED, 33, 25).min_funding, Amount(132));
		assert_eq!(Market::quote(&PROVEN, 33, 25).min_funding, Amount(27));
		let dearest = Market::quote(&METERED, u64::MAX, u64::MAX);
		assert_eq!(dearest.price, Amount(u64::MAX.into()));
	});
}

#[test]
fn the_quoted_funding_is_the_least_that_is_taken() {
	run(|| {
		register(ALICE);
		for mode in [METERED, FIXED, PROVEN] {
			for rate in [1, 7, 10, 33] {
				let quote = Market::quote(&mode, rate, 0);
				let least = u64::try_from(quote.min_funding.0).unwrap();
				let order = post(mode.clone());
				assert_ok!(Market::bid(by(ALICE), order, rate, 6));
				assert_refused(
					|| Market::accept_bid(by(TINA), order, ALICE, rate, 6, least - 1),
					crate::Error::FundsTooLow,
				);
				assert_ok!(Market::accept_bid(by(TINA), order, ALICE, rate, 6, least));
				assert_ok!(Market::close(by(TINA), order));
			}
		}
	});
}

#[test]
fn a_lease_is_shown_as_of_now_though_nobody_has_touched_it() {
	run(|| {
		register(ALICE);
		let lease = active(METERED, 10, 30);
		skip_to(13);
		let before = stored(lease);
		let shown = Market::lease_view(lease).unwrap();
		assert_eq!((shown.owed, shown.payable), (Amount(12), Amount(0)));
		assert_eq!(shown.runs_dry_at, Some(31));
		assert_eq!(shown.ended, None);
		skip_to(32);
		let ended = Market::lease_view(lease).unwrap().ended.unwrap();
		assert_eq!((ended.at, ended.reason), (21, views::CloseReason::Silent));
		assert_eq!(stored(lease), before, "asking changed the lease");
		skip_to(13);
		assert_eq!(Market::lease_view(lease).unwrap(), shown);
		assert_eq!(Market::lease_view(99), None);
	});
}

#[test]
fn a_proven_lease_shows_what_to_bind_a_proof_to() {
	run(|| {
		register(ALICE);
		let lease = active(PROVEN, 50, 200);
		let shown = Market::lease_view(lease).unwrap();
		assert_eq!(shown.binding, Some(Market::binding_of(lease, 0, &ALICE).into()));
		assert_eq!(shown.runs_dry_at, None);
	});
}

/// A list of numbers, sorted: `count` to a page, each page behind the one before. A page that is not
/// the last says so by naming its last number; behind the last one there is nothing.
fn all(count: u32, page: impl Fn(Option<u64>, u32) -> Page<u64, u64>) -> Vec<u64> {
	let mut found: Vec<u64> = Vec::new();
	loop {
		let Page { items, next } = page(found.last().copied(), count);
		assert!(items.len() <= count as usize);
		let last = items.last().copied();
		found.extend(items);
		if next.is_none() {
			break;
		}
		assert_eq!(next, last, "the next page begins behind the last item");
	}
	assert_eq!(page(found.last().copied(), count), Page::default());
	// There is no next page either where there is room for one more.
	let whole = Page { items: found.clone(), next: None };
	assert_eq!(page(None, found.len() as u32 + 1), whole);
	found.sort();
	found
}

/// A page of what accounts name, as a page of their numbers.
fn named<Item>(page: Page<Item, AccountId>, name: impl Fn(&Item) -> AccountId) -> Page<u64, u64> {
	let items = page.items.iter().map(|item| account(name(item))).collect();
	Page { items, next: page.next.map(account) }
}

fn providers(after: Option<u64>, count: u32) -> Page<u64, u64> {
	named(Market::providers(after.as_ref(), count), |provider| provider.provider)
}

fn auditors(after: Option<u64>, count: u32) -> Page<u64, u64> {
	named(Market::auditors(after.as_ref(), count), |auditor| auditor.auditor)
}

/// The audits of 5000.
fn audits(after: Option<u64>, count: u32) -> Page<u64, u64> {
	named(Market::audits(&5_000, after.as_ref(), count), |audit| audit.auditor)
}

fn open_orders(after: Option<u64>, count: u32) -> Page<u64, u64> {
	let Page { items, next } = Market::open_orders(after, count);
	Page { items: items.into_iter().map(|order| order.order).collect(), next }
}

#[test]
fn lists_come_in_pages_and_leave_nothing_out() {
	run(|| {
		let accounts: Vec<u64> = (5_000..5_025).collect();
		for who in &accounts {
			give_funds(*who);
			register(*who);
			assert_ok!(Market::register_auditor(by(*who), [1; 32]));
			assert_ok!(Market::audit(by(*who), 5_000, attributes(&[("region", "eu")])));
			post(METERED);
		}
		assert_eq!(all(4, providers), accounts);
		assert_eq!(all(4, auditors), accounts);
		assert_eq!(all(4, audits), accounts);
		let orders: Vec<u64> = (0..25).collect();
		assert_eq!(all(4, open_orders), orders);
		assert_eq!(all(4, |after, count| Market::involved(&TINA, after, count)), orders);
	});
}

#[test]
fn orders_that_fit_are_found_a_bounded_number_at_a_time() {
	run(|| {
		register(ALICE);
		for number in 0..20 {
			let mut wanted = terms(METERED);
			wanted.resources = cpu(if number % 2 == 0 { 4 } else { 41 });
			assert_ok!(Market::post_order(by(TINA), Box::new(wanted), 50));
		}
		let (mut found, mut after, mut pages) = (Vec::new(), None, 0);
		loop {
			let page = Market::fitting_orders(&ALICE, after, 6);
			assert!(page.items.len() <= 6);
			let last = page.items.last().copied();
			found.extend(page.items);
			pages += 1;
			after = page.next;
			if after.is_none() {
				break;
			}
			assert_eq!(after, last, "the next page begins behind the last item");
		}
		found.sort();
		assert_eq!(found, (0..20).step_by(2).collect::<Vec<_>>());
		assert_eq!(pages, 2, "a page has what it was asked for, as long as there is more");
		assert_eq!(Market::fitting_orders(&BOB, None, 6), Page::default());
	});
}

/// Whoever reads page by page takes an empty page for the end.
#[test]
fn a_page_is_empty_at_the_end_only() {
	run(|| {
		register(ALICE);
		give_funds(5_000);
		register(5_000);
		for auditor in 5_001..5_021 {
			give_funds(auditor);
			assert_ok!(Market::register_auditor(by(auditor), [1; 32]));
			assert_ok!(Market::audit(by(auditor), 5_000, attributes(&[("region", "eu")])));
		}
		for number in 0..20 {
			// Those that are past their time are still there until they are seen to.
			let open_for = if number % 5 == 0 { 50 } else { 3 };
			assert_ok!(Market::post_order(by(TINA), Box::new(terms(METERED)), open_for));
		}
		skip_to(5);
		assert_ok!(Market::deregister_provider(by(5_000)));
		register(5_000);
		for auditor in [5_003, 5_012] {
			assert_ok!(Market::audit(by(auditor), 5_000, attributes(&[("region", "eu")])));
		}
		assert_eq!(crate::Orders::<Test>::iter().count(), 20);

		assert_eq!(all(1, open_orders), [0, 5, 10, 15]);
		let fitting = |after, count| Market::fitting_orders(&ALICE, after, count);
		assert_eq!(all(1, fitting), [0, 5, 10, 15]);
		assert_eq!(all(1, audits), [5_003, 5_012]);
	});
}

#[test]
fn json_is_in_camel_case_with_amounts_as_strings() {
	run(|| {
		register(ALICE);
		let lease = active(FIXED, 7, 28);
		let shown = Market::lease_view(lease).unwrap();
		let json = serde_json::to_value(&shown).unwrap();
		assert_eq!(json["terms"]["rate"], "7");
		assert_eq!(json["state"], "active");
		assert_eq!(json["mode"]["fixed"]["span"], 40);
		assert_eq!(json["ledger"]["funded"], "28");
		assert_eq!(json["terms"]["resources"][0]["kind"], "cpu");
		assert_eq!(json["runsDryAt"], serde_json::Value::Null);
		let read: views::Lease = serde_json::from_value(json).unwrap();
		assert_eq!(read, shown);

		let gpu = views::ResourceKind::Gpu("a100".into());
		assert_eq!(serde_json::to_string(&gpu).unwrap(), r#"{"gpu":"a100"}"#);
		let starved = views::LeaseState::Starved { until: 3 };
		assert_eq!(serde_json::to_string(&starved).unwrap(), r#"{"starved":{"until":3}}"#);
		let text = serde_json::to_string(&PROVEN.view()).unwrap();
		let proven: views::LeaseMode = serde_json::from_str(&text).unwrap();
		assert_eq!(Mode::<u64>::from(proven), PROVEN);
		assert!(text.contains(&format!(r#""circuit":"0x{}""#, "07".repeat(32))), "{text}");
	});
}

#[test]
fn a_label_has_one_spelling() {
	assert_eq!(
		crate::ResourceKind::Gpu(label("a100")).view(),
		views::ResourceKind::Gpu("a100".into())
	);
	assert!(Label::try_from("A100").is_err());
}
