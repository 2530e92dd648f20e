//! Who follows one thing.

use super::{
	call,
	chain::{best, final_block, header, world, Chain},
	server_of,
};
use crate::follow::MAX_FOLLOWED;
use census_runtime::Runtime;
use jsonrpsee::{core::server::Subscription, Methods};
use serde_json::{json, Value};
use std::time::Duration;
use tokio::time::timeout;

/// How long anything may take on a machine that has other things to do.
const LONG: Duration = Duration::from_secs(60);

async fn subscribe(server: &Methods, what: &str, parameters: Vec<u64>) -> Subscription {
	server.subscribe(what, parameters, 4).await.unwrap()
}

async fn next(subscription: &mut Subscription) -> Value {
	let news = timeout(LONG, subscription.next::<Value>()).await.expect("there is more");
	news.unwrap().unwrap().0
}

#[tokio::test]
async fn each_is_told_what_it_follows() {
	let world = world();
	for (subscription, method, number) in [
		("personhood_subscribePerson", "personhood_person", Some(0)),
		("personhood_subscribePerson", "personhood_person", Some(1)),
		("personhood_subscribePerson", "personhood_person", Some(99)),
		("personhood_subscribeEpochs", "personhood_epoch", None),
		("polls_subscribePoll", "polls_poll", Some(0)),
		("leases_subscribeLease", "leases_lease", Some(world.lease)),
	] {
		let server = server_of(Chain::default(), 8);
		let parameters: Vec<_> = number.into_iter().collect();
		let mut news = subscribe(&server, subscription, parameters.clone()).await;
		assert_eq!(next(&mut news).await, call(method, json!(parameters)).await.unwrap());
	}
	let server = server_of(Chain::default(), 8);
	let mut news = subscribe(&server, "groups_subscribeRoots", vec![0]).await;
	let roots = call("groups_roots", json!([0, 1])).await.unwrap();
	assert_eq!(next(&mut news).await, roots["items"][0]);
	let mut news = subscribe(&server, "groups_subscribeRoots", vec![9]).await;
	assert_eq!(next(&mut news).await, Value::Null);
}

#[tokio::test]
async fn a_change_is_told_once_and_nothing_else_is() {
	let client = Chain::default();
	let server = server_of(client.clone(), 8);
	let mut person = subscribe(&server, "personhood_subscribePerson", vec![0]).await;
	let mut other = subscribe(&server, "personhood_subscribePerson", vec![1]).await;
	let mut epochs = subscribe(&server, "personhood_subscribeEpochs", vec![]).await;
	let before = next(&mut person).await;
	next(&mut other).await;
	next(&mut epochs).await;
	client.finalise(header(3));
	client.finalise(final_block());
	client.change(|| {
		pallet_personhood::Persons::<Runtime>::mutate(0, |person| {
			person.as_mut().unwrap().rotations += 1;
		});
		// That more persons live is not another epoch.
		pallet_personhood::LivePersons::<Runtime>::mutate(|live| live.current += 1);
	});
	client.finalise(best());
	let after = next(&mut person).await;
	assert_eq!(after["rotations"], before["rotations"].as_u64().unwrap() + 1);
	client.finalise(best());
	for quiet in [&mut person, &mut other, &mut epochs] {
		let news = timeout(Duration::from_millis(300), quiet.next::<Value>()).await;
		assert!(news.is_err(), "{news:?}");
	}
	// The epoch that begins is told.
	client.change(|| {
		pallet_personhood::CurrentEpoch::<Runtime>::mutate(|epoch| epoch.epoch += 1);
	});
	client.finalise(best());
	next(&mut epochs).await;
}

#[tokio::test]
async fn however_many_blocks_there_are_each_follower_is_told_the_latest_state() {
	let client = Chain::default();
	let server = server_of(client.clone(), 8);
	let mut news = subscribe(&server, "polls_subscribePoll", vec![0]).await;
	next(&mut news).await;
	client.change(|| {
		pallet_polls::Polls::<Runtime>::mutate(0, |poll| {
			poll.as_mut().unwrap().counts[1] += 5;
		});
	});
	for _ in 0..1_000 {
		client.finalise(best());
	}
	assert_eq!(next(&mut news).await["counts"][1], 5);
}

#[tokio::test]
async fn many_followers_listen_to_the_chain_once_and_none_when_they_have_left() {
	let client = Chain::default();
	let server = server_of(client.clone(), 8);
	let mut all = Vec::new();
	for person in 0..8 {
		let mut news = subscribe(&server, "personhood_subscribePerson", vec![person % 2]).await;
		next(&mut news).await;
		all.push(news);
	}
	assert_eq!(client.listeners(), 1);
	drop(all);
	// Whoever reads notices with the next block.
	let left = async {
		while client.listeners() > 0 {
			client.finalise(best());
			tokio::time::sleep(Duration::from_millis(10)).await;
		}
	};
	timeout(LONG, left).await.unwrap();
	// And who comes then is told as the first was.
	let mut news = subscribe(&server, "personhood_subscribePerson", vec![0]).await;
	next(&mut news).await;
}

#[tokio::test]
async fn a_connection_follows_so_many_things_and_no_more() {
	let server = server_of(Chain::default(), 8);
	let mut all = Vec::new();
	for person in 0..MAX_FOLLOWED as u64 {
		all.push(subscribe(&server, "personhood_subscribePerson", vec![person]).await);
	}
	let refused = server.subscribe("polls_subscribePoll", [0], 4).await;
	let told = refused.expect_err("there is no place left").to_string();
	assert!(told.contains("follows too many things"), "{told}");
	// What is left makes room.
	drop(all.pop());
	let again = async {
		while server.subscribe("polls_subscribePoll", [0], 4).await.is_err() {
			tokio::time::sleep(Duration::from_millis(10)).await;
		}
	};
	timeout(LONG, again).await.unwrap();
}
