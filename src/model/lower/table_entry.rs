//! `alicloud_route_entry`: which of them stand in the own route table of a VPC.

use super::ids::{Index, elsewhere, led_to, subject};
use super::read::Fields;
use super::route::{TABLE_OF_VPC, is_vpc, place, table};
use crate::eval::Resource;
use crate::model::attr::Open;
use crate::model::estate::Identity;
use crate::model::route::TableEntry;

pub(super) fn table_entry(index: &mut Index, resource: &Resource) {
    let fields = Fields::of(resource);
    let name = table(fields, "route_table_id");
    let vpc = match led_to(fields, name, TABLE_OF_VPC) {
        Ok(vpc) if is_vpc(&vpc) => Ok(index.vpc(&vpc, place(fields, name))),
        // a table of its own, beside that of the VPC
        Ok(Identity::Resource(..)) => return,
        Ok(table) => {
            Err(Open { why: elsewhere(&table, "route table"), origin: place(fields, name) })
        }
        Err(open) => Err(open),
    };
    index.add_table_entry(TableEntry { subject: subject(resource), vpc });
}
