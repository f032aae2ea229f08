use crate::support::{Disk, Postgres, psql};

const ROWS: &str = "INSERT INTO filled SELECT repeat('x', 1000) FROM generate_series(1, 500)";

#[test]
fn a_full_disk_refuses_a_write_and_reads_on() {
    for disk in [Disk::of(96), Disk::limited()] {
        let postgres = Postgres::start_on(&disk);
        postgres.execute("CREATE TABLE filled (text text)");
        postgres.execute(ROWS);
        disk.fill(&[postgres.process()]);
        let refused = psql(&postgres.url(), ROWS).unwrap_err();
        assert!(refused.contains(disk.refusal()), "{refused}");
        assert_eq!(postgres.execute("SELECT count(*) FROM filled"), "500");
        disk.free(&[postgres.process()]);
        postgres.execute(ROWS);
        assert_eq!(postgres.execute("SELECT count(*) FROM filled"), "1000");
    }
}
