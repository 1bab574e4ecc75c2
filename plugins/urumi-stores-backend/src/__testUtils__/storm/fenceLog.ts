import { Knex } from 'knex';

/** A write of a worker to a job or to one of its steps, in the order of the writes. */
export interface FencedWrite {
  store_id: string;
  job_id: string;
  fence: string;
  /** Null for a step. */
  worker: string | null;
}

/** Has a PostgreSQL note every write of a worker. Nobody can write past a trigger. */
export async function keepFenceLog(knex: Knex): Promise<void> {
  await knex.raw(`
    CREATE TABLE fence_log (
      id bigserial PRIMARY KEY, store_id uuid, job_id uuid, fence bigint, worker text
    );
    CREATE FUNCTION note_job() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO fence_log (store_id, job_id, fence, worker)
        VALUES (NEW.store_id, NEW.id, NEW.fence, coalesce(NEW.locked_by, OLD.locked_by));
      RETURN NULL;
    END $$;
    CREATE FUNCTION note_step() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO fence_log (store_id, job_id, fence)
        SELECT store_id, id, NEW.fence FROM provisioning_jobs WHERE id = NEW.job_id;
      RETURN NULL;
    END $$;
    CREATE TRIGGER note_job AFTER UPDATE ON provisioning_jobs FOR EACH ROW
      WHEN (NEW.status = 'IN_PROGRESS' OR OLD.status = 'IN_PROGRESS') EXECUTE FUNCTION note_job();
    CREATE TRIGGER note_step AFTER UPDATE ON job_steps FOR EACH ROW EXECUTE FUNCTION note_step();
  `);
}

export async function readFenceLog(knex: Knex): Promise<FencedWrite[]> {
  return knex('fence_log')
    .orderBy('id')
    .select('store_id', 'job_id', 'fence', 'worker');
}
