//! What a hub hands on: which VPCs meet there, and what of it is not in view.

use super::{From, Graph, Reach, sides};
use crate::eval::{OriginId, Why};
use crate::model::{End, HubId, HubKind, Identity, Link, Open};
use crate::rules::near::Near;

impl<'e> Graph<'e> {
    /// Routers of Express Connect join VPCs with leased lines; among VPCs only if told to.
    pub(super) fn entered(&self, id: HubId, near: Near) -> Near {
        let hub = self.cx.estate.hub(id);
        if matches!(hub.kind, HubKind::Cen | HubKind::TransitRouter) {
            return near;
        }
        let why = format!("whether {} joins VPCs with each other is not in view", hub.identity);
        let open = self
            .at_hub
            .get(&id)
            .and_then(|links| head(links))
            .map(|origin| Open { why: Why::Untold(why.into()), origin });
        near.unless(open.as_ref())
    }

    /// Who else is attached to what others own.
    pub(super) fn not_in_view(&self, hub: HubId, from: &From<'_, 'e>, reach: &mut Reach<'e>) {
        let hub = self.cx.estate.hub(hub);
        let joins = matches!(hub.kind, HubKind::Cen | HubKind::TransitRouter);
        if joins && !hub.is_defined() {
            let why = format!("which other VPCs are attached to {} is not in view", hub.identity);
            let place = sides(from.link).find(|(end, _)| !end.is_vpc).map(|(end, _)| end.place);
            let origin = place.unwrap_or(from.link.subject.head);
            reach.beyond(from, &Open { why: Why::Untold(why.into()), origin });
        }
    }

    /// Hubs that may be the same one, since a reference may stand for any.
    pub(super) fn perhaps_same(&self, hub: HubId) -> Vec<(HubId, Open)> {
        let own = self.cx.estate.hub(hub);
        let perhaps = |(id, links): (&HubId, &Vec<(&Link, &End)>)| {
            let other = self.cx.estate.hub(*id);
            let ((Identity::Reference(reference), _) | (_, Identity::Reference(reference))) =
                (&own.identity, &other.identity)
            else {
                return None;
            };
            let open = Open { why: Why::Reference(reference.clone()), origin: head(links)? };
            (*id != hub && other.kind == own.kind).then_some((*id, open))
        };
        self.at_hub.iter().filter_map(perhaps).collect()
    }
}

fn head(links: &[(&Link, &End)]) -> Option<OriginId> {
    links.first().map(|(link, _)| link.subject.head)
}
