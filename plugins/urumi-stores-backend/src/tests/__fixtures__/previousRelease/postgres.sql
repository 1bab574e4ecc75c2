CREATE TABLE public.idempotency_keys (
    principal character varying(255) NOT NULL,
    key character varying(128) NOT NULL,
    request_hash character varying(64) NOT NULL,
    response text NOT NULL,
    expires_at bigint NOT NULL
);
CREATE TABLE public.job_steps (
    job_id uuid NOT NULL,
    name character varying(63) NOT NULL,
    "position" integer NOT NULL,
    state character varying(16) NOT NULL,
    attempt integer NOT NULL,
    fence bigint NOT NULL,
    started_at bigint,
    finished_at bigint,
    deadline_ms bigint,
    message text,
    input_hash character varying(64),
    output text
);
CREATE TABLE public.knex_migrations (
    id integer NOT NULL,
    name character varying(255),
    batch integer,
    migration_time timestamp with time zone
);
CREATE SEQUENCE public.knex_migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.knex_migrations_id_seq OWNED BY public.knex_migrations.id;
CREATE TABLE public.knex_migrations_lock (
    index integer NOT NULL,
    is_locked integer
);
CREATE SEQUENCE public.knex_migrations_lock_index_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.knex_migrations_lock_index_seq OWNED BY public.knex_migrations_lock.index;
CREATE SEQUENCE public.provisioning_fence
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE public.provisioning_jobs (
    id uuid NOT NULL,
    store_id uuid NOT NULL,
    action character varying(16) NOT NULL,
    status character varying(16) NOT NULL,
    runnable boolean GENERATED ALWAYS AS (((status)::text = 'QUEUED'::text)) STORED,
    attempt integer DEFAULT 0 NOT NULL,
    max_attempts integer NOT NULL,
    crash_count integer DEFAULT 0 NOT NULL,
    priority integer NOT NULL,
    run_after bigint NOT NULL,
    waiting_for character varying(32),
    payload text NOT NULL,
    actor character varying(255) NOT NULL,
    locked_by character varying(255),
    locked_at bigint,
    lease_expires_at bigint,
    fence bigint DEFAULT 0 NOT NULL,
    cancel_requested_at bigint,
    error_message text,
    error_class character varying(32),
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    completed_at bigint,
    owner_ref character varying(255) DEFAULT ''::character varying NOT NULL,
    payload_schema integer DEFAULT 0 NOT NULL,
    crashed_worker character varying(255),
    CONSTRAINT provisioning_jobs_check CHECK ((((status)::text = 'IN_PROGRESS'::text) = ((locked_by IS NOT NULL) AND (lease_expires_at IS NOT NULL)))),
    CONSTRAINT provisioning_jobs_check1 CHECK ((((status)::text = ANY ((ARRAY['SUCCEEDED'::character varying, 'FAILED'::character varying, 'CANCELLED'::character varying])::text[])) = (completed_at IS NOT NULL))),
    CONSTRAINT provisioning_jobs_status_check CHECK (((status)::text = ANY ((ARRAY['WAITING'::character varying, 'QUEUED'::character varying, 'IN_PROGRESS'::character varying, 'SUCCEEDED'::character varying, 'FAILED'::character varying, 'CANCELLED'::character varying])::text[])))
);
CREATE TABLE public.rate_limit_buckets (
    principal character varying(255) NOT NULL,
    window_started_at bigint NOT NULL,
    writes integer NOT NULL
);
CREATE TABLE public.store_events (
    id bigint NOT NULL,
    store_id uuid NOT NULL,
    job_id uuid,
    event_type character varying(63) NOT NULL,
    level character varying(16) NOT NULL,
    message text NOT NULL,
    actor character varying(255) NOT NULL,
    data text NOT NULL,
    created_at bigint NOT NULL
);
CREATE SEQUENCE public.store_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.store_events_id_seq OWNED BY public.store_events.id;
CREATE TABLE public.store_receipts (
    job_id uuid NOT NULL,
    store_id uuid NOT NULL,
    requested_by character varying(255) NOT NULL,
    requested_at bigint NOT NULL,
    deleted_at bigint NOT NULL,
    note text,
    items text NOT NULL
);
CREATE TABLE public.store_usage (
    scope character varying(300) NOT NULL,
    living integer NOT NULL
);
CREATE TABLE public.stores (
    id uuid NOT NULL,
    engine character varying(63) NOT NULL,
    display_name text,
    namespace character varying(63) NOT NULL,
    release_name character varying(63) NOT NULL,
    status character varying(16) NOT NULL,
    url text,
    last_error text,
    failure text,
    created_at bigint NOT NULL,
    updated_at bigint NOT NULL,
    plan character varying(63) NOT NULL,
    cluster character varying(63) NOT NULL,
    owner_ref character varying(255) NOT NULL,
    created_by character varying(255) NOT NULL,
    hostname character varying(253) NOT NULL,
    parameters text NOT NULL,
    chart_version character varying(63) NOT NULL,
    desired character varying(16) NOT NULL,
    generation bigint DEFAULT '1'::bigint NOT NULL,
    observed_generation bigint DEFAULT '0'::bigint NOT NULL,
    conditions text NOT NULL,
    ready_at bigint,
    deleted_at bigint,
    namespace_uid character varying(63),
    health_due_at bigint,
    health_lease_expires_at bigint,
    health_look bigint DEFAULT '0'::bigint NOT NULL,
    health_cause text,
    health_drift text
);
ALTER TABLE ONLY public.knex_migrations ALTER COLUMN id SET DEFAULT nextval('public.knex_migrations_id_seq'::regclass);
ALTER TABLE ONLY public.knex_migrations_lock ALTER COLUMN index SET DEFAULT nextval('public.knex_migrations_lock_index_seq'::regclass);
ALTER TABLE ONLY public.store_events ALTER COLUMN id SET DEFAULT nextval('public.store_events_id_seq'::regclass);
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000b1', 'namespace', 0, 'done', 1, 1, 1795898453652, 1795898453743, NULL, 'Namespace store-01a223e3-0000-7000-8000-00000000000b is there.', NULL, '{"uid":"de90e50e-81a1-4abb-bb5b-8d2216bd1030"}');
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000c1', 'storefront', 5, 'skipped', 1, 9, 1795898459621, 1795898459627, NULL, 'The shop was not opened: the nodes of cluster local are simulated, nothing on them answers HTTP.', NULL, '{"reason":"SimulatedNodes"}');
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000b1', 'guardrails', 1, 'done', 1, 1, 1795898453747, 1795898453891, NULL, 'Quota, limits and network policies are in force.', NULL, '{}');
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000b1', 'credentials', 2, 'done', 1, 1, 1795898453897, 1795898453929, NULL, 'Secret store-credentials holds the passwords.', NULL, '{}');
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000c1', 'checkout', 6, 'skipped', 1, 9, 1795898459628, 1795898459633, NULL, 'No order was placed: the nodes of cluster local are simulated, nothing on them answers HTTP.', NULL, '{"reason":"SimulatedNodes"}');
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000b1', 'release', 3, 'done', 1, 1, 1795898453933, 1795898455379, NULL, 'Helm release store-01a223e3-0000-7000-8000-00000000000b is at revision 1.', NULL, '{"revision":1,"chart_digest":"7537f63b36ae29712b6eec5a97342ede00fb0ce6","inventory":[{"kind":"PersistentVolumeClaim","name":"uploads","uid":"d173d219-2177-44ad-b264-669e2261d089","generation":0},{"kind":"Deployment","name":"web","uid":"d3fa8ad4-445b-4281-8826-fd64d44033ae","generation":1},{"kind":"StatefulSet","name":"database","uid":"42aee738-ff88-4170-a175-713a7c9b7f6c","generation":1},{"kind":"Job","name":"setup-586b67245b","uid":"3c0117d7-95a1-4560-9075-a56a29327cb5","generation":1}]}');
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000b1', 'workloads', 4, 'done', 1, 5, 1795898455384, 1795898457136, NULL, 'Ready: PersistentVolumeClaim uploads, Deployment web, StatefulSet database, Job setup-586b67245b', NULL, '{}');
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000b1', 'storefront', 5, 'skipped', 1, 5, 1795898457138, 1795898457164, NULL, 'The shop was not opened: the nodes of cluster local are simulated, nothing on them answers HTTP.', NULL, '{"reason":"SimulatedNodes"}');
INSERT INTO public.job_steps VALUES ('01a223e3-c6fe-7535-8a15-bf05d8165226', 'inventory', 0, 'done', 1, 10, 1795898459974, 1795898460023, NULL, 'What goes with the store: 20 objects.', NULL, '{"items":[{"kind":"Namespace","name":"store-01a223e3-0000-7000-8000-00000000000c","uid":"6aebed3a-f1fb-430e-aef8-d8e9ad955125"},{"kind":"HelmRelease","name":"store-01a223e3-0000-7000-8000-00000000000c","uid":"2d3df33a-14e5-4331-94b9-a424f93f11e1"},{"kind":"Deployment","name":"web","uid":"86153ab1-7d08-4f90-aa64-e6b2574e8184"},{"kind":"StatefulSet","name":"database","uid":"0c4cf8a7-b2be-4e07-8e33-94cf358c6553"},{"kind":"Job","name":"setup-48e7a3a20e","uid":"c161de98-3b91-4e73-a661-192d4e0f60de"},{"kind":"Pod","name":"database-0","uid":"d5948b99-2613-454d-a483-10a2863e1a10"},{"kind":"Pod","name":"setup-48e7a3a20e-nfcp4","uid":"91c755c5-0eeb-4e85-a1ff-0f30357e6ac5"},{"kind":"Pod","name":"web-f7c7b7779-fbn8g","uid":"c73d9ff7-3a3f-4613-9403-71c6aa2e5f17"},{"kind":"Service","name":"database","uid":"01c88674-00e0-433c-9ed8-4498fbe248aa"},{"kind":"Service","name":"web","uid":"3be6f1a1-1b22-47d5-993b-116354c54bc6"},{"kind":"Ingress","name":"web","uid":"f1f3e7c7-e937-4024-afcb-43e53e72be19"},{"kind":"PersistentVolumeClaim","name":"data-database-0","uid":"0b6a6b2f-acd2-4c13-ae85-c7ec06124b1d"},{"kind":"PersistentVolumeClaim","name":"uploads","uid":"e6433b63-0f05-4dec-aaf6-efd73a021ac2"},{"kind":"ConfigMap","name":"database","uid":"b0e0589b-be05-4d92-b008-31d32eed2ca7"},{"kind":"ConfigMap","name":"kube-root-ca.crt","uid":"014aec29-3af0-4500-9090-7f7bed1f1f0a"},{"kind":"ConfigMap","name":"settings","uid":"4060dc7c-2b9d-4d9b-9296-63bab959b1ee"},{"kind":"Secret","name":"sh.helm.release.v1.store-01a223e3-0000-7000-8000-00000000000c.v1","uid":"2d3df33a-14e5-4331-94b9-a424f93f11e1"},{"kind":"Secret","name":"store-credentials","uid":"1ef5cad2-5fa2-4dda-ba59-1b66a4fc0bee"},{"kind":"PersistentVolume","name":"pvc-0b6a6b2f-acd2-4c13-ae85-c7ec06124b1d","uid":"7c7ded9d-1e0c-41f2-916b-cd83610b176e"},{"kind":"PersistentVolume","name":"pvc-e6433b63-0f05-4dec-aaf6-efd73a021ac2","uid":"200d8dd3-a754-407e-8cf6-8dfda91ba264"}],"note":null}');
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000b1', 'checkout', 6, 'skipped', 1, 5, 1795898457167, 1795898457188, NULL, 'No order was placed: the nodes of cluster local are simulated, nothing on them answers HTTP.', NULL, '{"reason":"SimulatedNodes"}');
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000c1', 'namespace', 0, 'done', 1, 6, 1795898457366, 1795898457497, NULL, 'Namespace store-01a223e3-0000-7000-8000-00000000000c is there.', NULL, '{"uid":"6aebed3a-f1fb-430e-aef8-d8e9ad955125"}');
INSERT INTO public.job_steps VALUES ('01a223e3-c6fe-7535-8a15-bf05d8165226', 'storefront', 1, 'done', 1, 10, 1795898460027, 1795898460055, NULL, 'The shop takes no visitors any more.', NULL, '{}');
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000c1', 'guardrails', 1, 'done', 1, 6, 1795898457502, 1795898457559, NULL, 'Quota, limits and network policies are in force.', NULL, '{}');
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000a1', 'workloads', 4, 'pending', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000c1', 'credentials', 2, 'done', 1, 6, 1795898457560, 1795898457580, NULL, 'Secret store-credentials holds the passwords.', NULL, '{}');
INSERT INTO public.job_steps VALUES ('01a223e3-c6fe-7535-8a15-bf05d8165226', 'release', 2, 'done', 1, 10, 1795898460059, 1795898460523, NULL, 'Helm release store-01a223e3-0000-7000-8000-00000000000c is uninstalled.', NULL, '{}');
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000c1', 'release', 3, 'done', 1, 6, 1795898457584, 1795898458552, NULL, 'Helm release store-01a223e3-0000-7000-8000-00000000000c is at revision 1.', NULL, '{"revision":1,"chart_digest":"7537f63b36ae29712b6eec5a97342ede00fb0ce6","inventory":[{"kind":"PersistentVolumeClaim","name":"uploads","uid":"e6433b63-0f05-4dec-aaf6-efd73a021ac2","generation":0},{"kind":"Deployment","name":"web","uid":"86153ab1-7d08-4f90-aa64-e6b2574e8184","generation":1},{"kind":"StatefulSet","name":"database","uid":"0c4cf8a7-b2be-4e07-8e33-94cf358c6553","generation":1},{"kind":"Job","name":"setup-48e7a3a20e","uid":"c161de98-3b91-4e73-a661-192d4e0f60de","generation":1}]}');
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000a1', 'storefront', 5, 'pending', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.job_steps VALUES ('01a223e3-c6fe-7535-8a15-bf05d8165226', 'namespace', 3, 'done', 1, 10, 1795898460525, 1795898460554, NULL, 'The deletion of namespace store-01a223e3-0000-7000-8000-00000000000c was asked for.', NULL, '{"volumes":["pvc-0b6a6b2f-acd2-4c13-ae85-c7ec06124b1d","pvc-e6433b63-0f05-4dec-aaf6-efd73a021ac2"]}');
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000a1', 'checkout', 6, 'pending', 0, 0, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000a1', 'release', 3, 'running', 1, 14, 1795898471710, NULL, NULL, NULL, NULL, NULL);
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000c1', 'workloads', 4, 'done', 1, 9, 1795898458553, 1795898459619, NULL, 'Ready: PersistentVolumeClaim uploads, Deployment web, StatefulSet database, Job setup-48e7a3a20e', NULL, '{}');
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000a1', 'namespace', 0, 'done', 1, 14, 1795898471365, 1795898471407, NULL, 'Namespace store-01a223e3-0000-7000-8000-00000000000a is there.', NULL, '{"uid":"00000000-0000-4000-8000-00000000000a"}');
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000a1', 'guardrails', 1, 'done', 1, 14, 1795898471410, 1795898471619, NULL, 'Quota, limits and network policies are in force.', NULL, '{}');
INSERT INTO public.job_steps VALUES ('01a223e3-0000-7000-8000-0000000000a1', 'credentials', 2, 'done', 1, 14, 1795898471622, 1795898471705, NULL, 'Secret store-credentials holds the passwords.', NULL, '{}');
INSERT INTO public.job_steps VALUES ('01a223e3-c6fe-7535-8a15-bf05d8165226', 'gone', 4, 'done', 1, 13, 1795898460555, 1795898471196, NULL, 'Namespace and volumes are gone.', NULL, '{"items":[{"kind":"Namespace","name":"store-01a223e3-0000-7000-8000-00000000000c","uid":"6aebed3a-f1fb-430e-aef8-d8e9ad955125","gone_at":1795898471188,"answer":"not_found"},{"kind":"HelmRelease","name":"store-01a223e3-0000-7000-8000-00000000000c","uid":"2d3df33a-14e5-4331-94b9-a424f93f11e1","gone_at":1795898471183,"answer":"not_found"},{"kind":"Deployment","name":"web","uid":"86153ab1-7d08-4f90-aa64-e6b2574e8184","gone_at":1795898471179,"answer":"not_found"},{"kind":"StatefulSet","name":"database","uid":"0c4cf8a7-b2be-4e07-8e33-94cf358c6553","gone_at":1795898471179,"answer":"not_found"},{"kind":"Job","name":"setup-48e7a3a20e","uid":"c161de98-3b91-4e73-a661-192d4e0f60de","gone_at":1795898471179,"answer":"not_found"},{"kind":"Pod","name":"database-0","uid":"d5948b99-2613-454d-a483-10a2863e1a10","gone_at":1795898471187,"answer":"not_found"},{"kind":"Pod","name":"setup-48e7a3a20e-nfcp4","uid":"91c755c5-0eeb-4e85-a1ff-0f30357e6ac5","gone_at":1795898471183,"answer":"not_found"},{"kind":"Pod","name":"web-f7c7b7779-fbn8g","uid":"c73d9ff7-3a3f-4613-9403-71c6aa2e5f17","gone_at":1795898471188,"answer":"not_found"},{"kind":"Service","name":"database","uid":"01c88674-00e0-433c-9ed8-4498fbe248aa","gone_at":1795898471179,"answer":"not_found"},{"kind":"Service","name":"web","uid":"3be6f1a1-1b22-47d5-993b-116354c54bc6","gone_at":1795898471183,"answer":"not_found"},{"kind":"Ingress","name":"web","uid":"f1f3e7c7-e937-4024-afcb-43e53e72be19","gone_at":1795898471179,"answer":"not_found"},{"kind":"PersistentVolumeClaim","name":"data-database-0","uid":"0b6a6b2f-acd2-4c13-ae85-c7ec06124b1d","gone_at":1795898471187,"answer":"not_found"},{"kind":"PersistentVolumeClaim","name":"uploads","uid":"e6433b63-0f05-4dec-aaf6-efd73a021ac2","gone_at":1795898471180,"answer":"not_found"},{"kind":"ConfigMap","name":"database","uid":"b0e0589b-be05-4d92-b008-31d32eed2ca7","gone_at":1795898471178,"answer":"not_found"},{"kind":"ConfigMap","name":"kube-root-ca.crt","uid":"014aec29-3af0-4500-9090-7f7bed1f1f0a","gone_at":1795898471188,"answer":"not_found"},{"kind":"ConfigMap","name":"settings","uid":"4060dc7c-2b9d-4d9b-9296-63bab959b1ee","gone_at":1795898471188,"answer":"not_found"},{"kind":"Secret","name":"sh.helm.release.v1.store-01a223e3-0000-7000-8000-00000000000c.v1","uid":"2d3df33a-14e5-4331-94b9-a424f93f11e1","gone_at":1795898471188,"answer":"not_found"},{"kind":"Secret","name":"store-credentials","uid":"1ef5cad2-5fa2-4dda-ba59-1b66a4fc0bee","gone_at":1795898471189,"answer":"not_found"},{"kind":"PersistentVolume","name":"pvc-0b6a6b2f-acd2-4c13-ae85-c7ec06124b1d","uid":"7c7ded9d-1e0c-41f2-916b-cd83610b176e","gone_at":1795898465918,"answer":"not_found"},{"kind":"PersistentVolume","name":"pvc-e6433b63-0f05-4dec-aaf6-efd73a021ac2","uid":"200d8dd3-a754-407e-8cf6-8dfda91ba264","gone_at":1795898465918,"answer":"not_found"}],"namespace":"store-01a223e3-0000-7000-8000-00000000000c"}');
INSERT INTO public.knex_migrations VALUES (1, '20261123000000_init.js', 1, '2026-11-28 20:40:52.704+00');
INSERT INTO public.knex_migrations VALUES (2, '20261128100000_job_engine.js', 1, '2026-11-28 20:40:52.717+00');
INSERT INTO public.knex_migrations VALUES (3, '20261128110000_job_lookups.js', 1, '2026-11-28 20:40:52.72+00');
INSERT INTO public.knex_migrations VALUES (4, '20261128200000_store_receipts.js', 1, '2026-11-28 20:40:52.735+00');
INSERT INTO public.knex_migrations VALUES (5, '20261128300000_store_health.js', 1, '2026-11-28 20:40:52.75+00');
INSERT INTO public.knex_migrations_lock VALUES (1, 0);
INSERT INTO public.provisioning_jobs VALUES ('01a223e3-0000-7000-8000-0000000000b1', '01a223e3-0000-7000-8000-00000000000b', 'PROVISION', 'SUCCEEDED', DEFAULT, 1, 5, 0, 50, 1795898457065, NULL, '{"schema":1,"input":{"display_name":"A shop that is there","hostname":"store-01a223e3-0000-7000-8000-00000000000b.localhost","plan":"small","parameters":{"currency":"USD","country":"US","sample_data":true},"chart_version":"0.2.0"}}', 'user:default/sana', NULL, NULL, NULL, 5, NULL, NULL, NULL, 1795898453577, 1795898457210, 1795898457210, 'group:default/storefront', 1, NULL);
INSERT INTO public.provisioning_jobs VALUES ('01a223e3-0000-7000-8000-0000000000c1', '01a223e3-0000-7000-8000-00000000000c', 'PROVISION', 'SUCCEEDED', DEFAULT, 1, 5, 0, 50, 1795898459582, NULL, '{"schema":1,"input":{"display_name":null,"hostname":"store-01a223e3-0000-7000-8000-00000000000c.localhost","plan":"small","parameters":{"currency":"USD","country":"US","sample_data":true},"chart_version":"0.2.0"}}', 'user:default/sana', NULL, NULL, NULL, 9, NULL, NULL, NULL, 1795898457322, 1795898459644, 1795898459644, 'group:default/storefront', 1, NULL);
INSERT INTO public.provisioning_jobs VALUES ('01a223e3-c6fe-7535-8a15-bf05d8165226', '01a223e3-0000-7000-8000-00000000000c', 'DELETE', 'SUCCEEDED', DEFAULT, 1, 5, 0, 10, 1795898471119, NULL, '{"schema":1,"input":{"display_name":null,"hostname":"store-01a223e3-0000-7000-8000-00000000000c.localhost","plan":"small","parameters":{"currency":"USD","country":"US","sample_data":true},"chart_version":"0.2.0"}}', 'user:default/sana', NULL, NULL, NULL, 13, NULL, NULL, NULL, 1795898459927, 1795898471214, 1795898471214, 'group:default/storefront', 1, NULL);
INSERT INTO public.provisioning_jobs VALUES ('01a223e3-0000-7000-8000-0000000000a1', '01a223e3-0000-7000-8000-00000000000a', 'PROVISION', 'IN_PROGRESS', DEFAULT, 1, 5, 0, 50, 1795898471344, NULL, '{"schema":1,"input":{"display_name":"Halb fertig 🧀","hostname":"store-01a223e3-0000-7000-8000-00000000000a.localhost","plan":"small","parameters":{"currency":"USD","country":"US","sample_data":true},"chart_version":"0.2.0"}}', 'user:default/sana', 'backend-0:1:00000000', 1795898471355, 1795898501355, 14, NULL, NULL, NULL, 1795898471344, 1795898471726, NULL, 'group:default/storefront', 1, NULL);
INSERT INTO public.rate_limit_buckets VALUES ('user:default/sana', 1795898453399, 4);
INSERT INTO public.store_events VALUES (1, '01a223e3-0000-7000-8000-00000000000b', '01a223e3-0000-7000-8000-0000000000b1', 'queued', 'info', 'WooCommerce store for group:default/storefront was asked for.', 'user:default/sana', '{"plan":"small","cluster":"local"}', 1795898453591);
INSERT INTO public.store_events VALUES (2, '01a223e3-0000-7000-8000-00000000000b', '01a223e3-0000-7000-8000-0000000000b1', 'install_started', 'info', 'The installation in cluster local has started.', 'user:default/sana', '{}', 1795898453646);
INSERT INTO public.store_events VALUES (3, '01a223e3-0000-7000-8000-00000000000b', '01a223e3-0000-7000-8000-0000000000b1', 'step.finished', 'info', 'namespace: Namespace store-01a223e3-0000-7000-8000-00000000000b is there.', 'user:default/sana', '{"step":"namespace","milliseconds":123}', 1795898453746);
INSERT INTO public.store_events VALUES (4, '01a223e3-0000-7000-8000-00000000000b', '01a223e3-0000-7000-8000-0000000000b1', 'step.finished', 'info', 'guardrails: Quota, limits and network policies are in force.', 'user:default/sana', '{"step":"guardrails","milliseconds":147}', 1795898453892);
INSERT INTO public.store_events VALUES (5, '01a223e3-0000-7000-8000-00000000000b', '01a223e3-0000-7000-8000-0000000000b1', 'step.finished', 'info', 'credentials: Secret store-credentials holds the passwords.', 'user:default/sana', '{"step":"credentials","milliseconds":36}', 1795898453930);
INSERT INTO public.store_events VALUES (6, '01a223e3-0000-7000-8000-00000000000b', '01a223e3-0000-7000-8000-0000000000b1', 'step.finished', 'info', 'release: Helm release store-01a223e3-0000-7000-8000-00000000000b is at revision 1.', 'user:default/sana', '{"step":"release","milliseconds":1451}', 1795898455381);
INSERT INTO public.store_events VALUES (7, '01a223e3-0000-7000-8000-00000000000b', '01a223e3-0000-7000-8000-0000000000b1', 'step.finished', 'info', 'workloads: Ready: PersistentVolumeClaim uploads, Deployment web, StatefulSet database, Job setup-586b67245b', 'user:default/sana', '{"step":"workloads","milliseconds":1749}', 1795898457136);
INSERT INTO public.store_events VALUES (8, '01a223e3-0000-7000-8000-00000000000b', '01a223e3-0000-7000-8000-0000000000b1', 'step.skipped', 'info', 'storefront: The shop was not opened: the nodes of cluster local are simulated, nothing on them answers HTTP.', 'user:default/sana', '{"step":"storefront","milliseconds":28}', 1795898457165);
INSERT INTO public.store_events VALUES (9, '01a223e3-0000-7000-8000-00000000000b', '01a223e3-0000-7000-8000-0000000000b1', 'step.skipped', 'info', 'checkout: No order was placed: the nodes of cluster local are simulated, nothing on them answers HTTP.', 'user:default/sana', '{"step":"checkout","milliseconds":16}', 1795898457189);
INSERT INTO public.store_events VALUES (10, '01a223e3-0000-7000-8000-00000000000b', '01a223e3-0000-7000-8000-0000000000b1', 'ready', 'info', 'The store is ready on simulated nodes at http://store-01a223e3-0000-7000-8000-00000000000b.localhost:8080; no order could be placed.', 'user:default/sana', '{"url":"http://store-01a223e3-0000-7000-8000-00000000000b.localhost:8080","verified":false}', 1795898457200);
INSERT INTO public.store_events VALUES (11, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-0000-7000-8000-0000000000c1', 'queued', 'info', 'WooCommerce store for group:default/storefront was asked for.', 'user:default/sana', '{"plan":"small","cluster":"local"}', 1795898457330);
INSERT INTO public.store_events VALUES (12, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-0000-7000-8000-0000000000c1', 'install_started', 'info', 'The installation in cluster local has started.', 'user:default/sana', '{}', 1795898457360);
INSERT INTO public.store_events VALUES (13, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-0000-7000-8000-0000000000c1', 'step.finished', 'info', 'namespace: Namespace store-01a223e3-0000-7000-8000-00000000000c is there.', 'user:default/sana', '{"step":"namespace","milliseconds":142}', 1795898457500);
INSERT INTO public.store_events VALUES (14, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-0000-7000-8000-0000000000c1', 'step.finished', 'info', 'guardrails: Quota, limits and network policies are in force.', 'user:default/sana', '{"step":"guardrails","milliseconds":63}', 1795898457559);
INSERT INTO public.store_events VALUES (15, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-0000-7000-8000-0000000000c1', 'step.finished', 'info', 'credentials: Secret store-credentials holds the passwords.', 'user:default/sana', '{"step":"credentials","milliseconds":20}', 1795898457581);
INSERT INTO public.store_events VALUES (16, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-0000-7000-8000-0000000000c1', 'step.finished', 'info', 'release: Helm release store-01a223e3-0000-7000-8000-00000000000c is at revision 1.', 'user:default/sana', '{"step":"release","milliseconds":971}', 1795898458553);
INSERT INTO public.store_events VALUES (17, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-0000-7000-8000-0000000000c1', 'step.finished', 'info', 'workloads: Ready: PersistentVolumeClaim uploads, Deployment web, StatefulSet database, Job setup-48e7a3a20e', 'user:default/sana', '{"step":"workloads","milliseconds":1063}', 1795898459620);
INSERT INTO public.store_events VALUES (18, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-0000-7000-8000-0000000000c1', 'step.skipped', 'info', 'storefront: The shop was not opened: the nodes of cluster local are simulated, nothing on them answers HTTP.', 'user:default/sana', '{"step":"storefront","milliseconds":8}', 1795898459627);
INSERT INTO public.store_events VALUES (19, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-0000-7000-8000-0000000000c1', 'step.skipped', 'info', 'checkout: No order was placed: the nodes of cluster local are simulated, nothing on them answers HTTP.', 'user:default/sana', '{"step":"checkout","milliseconds":8}', 1795898459635);
INSERT INTO public.store_events VALUES (20, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-0000-7000-8000-0000000000c1', 'ready', 'info', 'The store is ready on simulated nodes at http://store-01a223e3-0000-7000-8000-00000000000c.localhost:8080; no order could be placed.', 'user:default/sana', '{"url":"http://store-01a223e3-0000-7000-8000-00000000000c.localhost:8080","verified":false}', 1795898459641);
INSERT INTO public.store_events VALUES (21, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-c6fe-7535-8a15-bf05d8165226', 'delete_queued', 'info', 'The store is to be deleted.', 'user:default/sana', '{}', 1795898459954);
INSERT INTO public.store_events VALUES (22, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-c6fe-7535-8a15-bf05d8165226', 'delete_started', 'info', 'The removal from cluster local has started.', 'user:default/sana', '{}', 1795898459973);
INSERT INTO public.store_events VALUES (23, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-c6fe-7535-8a15-bf05d8165226', 'step.finished', 'info', 'inventory: What goes with the store: 20 objects.', 'user:default/sana', '{"step":"inventory","milliseconds":54}', 1795898460024);
INSERT INTO public.store_events VALUES (24, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-c6fe-7535-8a15-bf05d8165226', 'step.finished', 'info', 'storefront: The shop takes no visitors any more.', 'user:default/sana', '{"step":"storefront","milliseconds":32}', 1795898460058);
INSERT INTO public.store_events VALUES (25, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-c6fe-7535-8a15-bf05d8165226', 'step.finished', 'info', 'release: Helm release store-01a223e3-0000-7000-8000-00000000000c is uninstalled.', 'user:default/sana', '{"step":"release","milliseconds":469}', 1795898460524);
INSERT INTO public.store_events VALUES (26, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-c6fe-7535-8a15-bf05d8165226', 'step.finished', 'info', 'namespace: The deletion of namespace store-01a223e3-0000-7000-8000-00000000000c was asked for.', 'user:default/sana', '{"step":"namespace","milliseconds":30}', 1795898460554);
INSERT INTO public.store_events VALUES (27, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-c6fe-7535-8a15-bf05d8165226', 'step.finished', 'info', 'gone: Namespace and volumes are gone.', 'user:default/sana', '{"step":"gone","milliseconds":10639}', 1795898471200);
INSERT INTO public.store_events VALUES (28, '01a223e3-0000-7000-8000-00000000000c', '01a223e3-c6fe-7535-8a15-bf05d8165226', 'deleted', 'info', 'The release, the namespace and the volumes answered that they are gone.', 'user:default/sana', '{"namespace":"store-01a223e3-0000-7000-8000-00000000000c","objects":20,"volumes":["pvc-0b6a6b2f-acd2-4c13-ae85-c7ec06124b1d","pvc-e6433b63-0f05-4dec-aaf6-efd73a021ac2"]}', 1795898471212);
INSERT INTO public.store_events VALUES (29, '01a223e3-0000-7000-8000-00000000000a', '01a223e3-0000-7000-8000-0000000000a1', 'queued', 'info', 'WooCommerce store for group:default/storefront was asked for.', 'user:default/sana', '{"plan":"small","cluster":"local"}', 1795898471347);
INSERT INTO public.store_events VALUES (30, '01a223e3-0000-7000-8000-00000000000a', '01a223e3-0000-7000-8000-0000000000a1', 'install_started', 'info', 'The installation in cluster local has started.', 'user:default/sana', '{}', 1795898471364);
INSERT INTO public.store_events VALUES (31, '01a223e3-0000-7000-8000-00000000000a', '01a223e3-0000-7000-8000-0000000000a1', 'step.finished', 'info', 'namespace: Namespace store-01a223e3-0000-7000-8000-00000000000a is there.', 'user:default/sana', '{"step":"namespace","milliseconds":46}', 1795898471409);
INSERT INTO public.store_events VALUES (32, '01a223e3-0000-7000-8000-00000000000a', '01a223e3-0000-7000-8000-0000000000a1', 'step.finished', 'info', 'guardrails: Quota, limits and network policies are in force.', 'user:default/sana', '{"step":"guardrails","milliseconds":212}', 1795898471621);
INSERT INTO public.store_events VALUES (33, '01a223e3-0000-7000-8000-00000000000a', '01a223e3-0000-7000-8000-0000000000a1', 'step.finished', 'info', 'credentials: Secret store-credentials holds the passwords.', 'user:default/sana', '{"step":"credentials","milliseconds":85}', 1795898471709);
INSERT INTO public.store_receipts VALUES ('01a223e3-c6fe-7535-8a15-bf05d8165226', '01a223e3-0000-7000-8000-00000000000c', 'user:default/sana', 1795898459927, 1795898471209, NULL, '[{"kind":"Namespace","name":"store-01a223e3-0000-7000-8000-00000000000c","uid":"6aebed3a-f1fb-430e-aef8-d8e9ad955125","gone_at":1795898471188,"answer":"not_found"},{"kind":"HelmRelease","name":"store-01a223e3-0000-7000-8000-00000000000c","uid":"2d3df33a-14e5-4331-94b9-a424f93f11e1","gone_at":1795898471183,"answer":"not_found"},{"kind":"Deployment","name":"web","uid":"86153ab1-7d08-4f90-aa64-e6b2574e8184","gone_at":1795898471179,"answer":"not_found"},{"kind":"StatefulSet","name":"database","uid":"0c4cf8a7-b2be-4e07-8e33-94cf358c6553","gone_at":1795898471179,"answer":"not_found"},{"kind":"Job","name":"setup-48e7a3a20e","uid":"c161de98-3b91-4e73-a661-192d4e0f60de","gone_at":1795898471179,"answer":"not_found"},{"kind":"Pod","name":"database-0","uid":"d5948b99-2613-454d-a483-10a2863e1a10","gone_at":1795898471187,"answer":"not_found"},{"kind":"Pod","name":"setup-48e7a3a20e-nfcp4","uid":"91c755c5-0eeb-4e85-a1ff-0f30357e6ac5","gone_at":1795898471183,"answer":"not_found"},{"kind":"Pod","name":"web-f7c7b7779-fbn8g","uid":"c73d9ff7-3a3f-4613-9403-71c6aa2e5f17","gone_at":1795898471188,"answer":"not_found"},{"kind":"Service","name":"database","uid":"01c88674-00e0-433c-9ed8-4498fbe248aa","gone_at":1795898471179,"answer":"not_found"},{"kind":"Service","name":"web","uid":"3be6f1a1-1b22-47d5-993b-116354c54bc6","gone_at":1795898471183,"answer":"not_found"},{"kind":"Ingress","name":"web","uid":"f1f3e7c7-e937-4024-afcb-43e53e72be19","gone_at":1795898471179,"answer":"not_found"},{"kind":"PersistentVolumeClaim","name":"data-database-0","uid":"0b6a6b2f-acd2-4c13-ae85-c7ec06124b1d","gone_at":1795898471187,"answer":"not_found"},{"kind":"PersistentVolumeClaim","name":"uploads","uid":"e6433b63-0f05-4dec-aaf6-efd73a021ac2","gone_at":1795898471180,"answer":"not_found"},{"kind":"ConfigMap","name":"database","uid":"b0e0589b-be05-4d92-b008-31d32eed2ca7","gone_at":1795898471178,"answer":"not_found"},{"kind":"ConfigMap","name":"kube-root-ca.crt","uid":"014aec29-3af0-4500-9090-7f7bed1f1f0a","gone_at":1795898471188,"answer":"not_found"},{"kind":"ConfigMap","name":"settings","uid":"4060dc7c-2b9d-4d9b-9296-63bab959b1ee","gone_at":1795898471188,"answer":"not_found"},{"kind":"Secret","name":"sh.helm.release.v1.store-01a223e3-0000-7000-8000-00000000000c.v1","uid":"2d3df33a-14e5-4331-94b9-a424f93f11e1","gone_at":1795898471188,"answer":"not_found"},{"kind":"Secret","name":"store-credentials","uid":"1ef5cad2-5fa2-4dda-ba59-1b66a4fc0bee","gone_at":1795898471189,"answer":"not_found"},{"kind":"PersistentVolume","name":"pvc-0b6a6b2f-acd2-4c13-ae85-c7ec06124b1d","uid":"7c7ded9d-1e0c-41f2-916b-cd83610b176e","gone_at":1795898465918,"answer":"not_found"},{"kind":"PersistentVolume","name":"pvc-e6433b63-0f05-4dec-aaf6-efd73a021ac2","uid":"200d8dd3-a754-407e-8cf6-8dfda91ba264","gone_at":1795898465918,"answer":"not_found"}]');
INSERT INTO public.store_usage VALUES ('total', 2);
INSERT INTO public.store_usage VALUES ('owner:group:default/storefront', 2);
INSERT INTO public.stores VALUES ('01a223e3-0000-7000-8000-00000000000b', 'woocommerce', 'A shop that is there', 'store-01a223e3-0000-7000-8000-00000000000b', 'store-01a223e3-0000-7000-8000-00000000000b', 'READY', 'http://store-01a223e3-0000-7000-8000-00000000000b.localhost:8080', NULL, NULL, 1795898453561, 1795898458450, 'small', 'local', 'group:default/storefront', 'user:default/sana', 'store-01a223e3-0000-7000-8000-00000000000b.localhost', '{"currency":"USD","country":"US","sample_data":true}', '0.2.0', 'present', 1, 0, '[{"type":"Available","state":"true","reason":"WorkloadsReady","message":"All workloads are ready.","since":"2026-11-28T20:40:57.190Z"},{"type":"Verified","state":"false","reason":"SimulatedNodes","message":"No order was placed: the nodes of the cluster are simulated and nothing of the store really runs.","since":"2026-11-28T20:40:57.190Z"},{"type":"Progressing","state":"false","reason":"Installed","message":"Nothing is under way.","since":"2026-11-28T20:40:57.190Z"},{"type":"Isolated","state":"unknown","reason":"SimulatedNodes","message":"No connection was tried: the nodes of the cluster are simulated.","since":"2026-11-28T20:40:57.190Z"},{"type":"Degraded","state":"false","reason":"Healthy","message":"All workloads are ready. The shop was not opened: the nodes of cluster local are simulated, nothing on them answers HTTP.","since":"2026-11-28T20:40:57.777Z"},{"type":"Drifted","state":"false","reason":"AsApplied","message":"Everything is as the platform applied it.","since":"2026-11-28T20:40:57.777Z"}]', 1795898457198, NULL, 'de90e50e-81a1-4abb-bb5b-8d2216bd1030', 1795899033096, NULL, 7, NULL, NULL);
INSERT INTO public.stores VALUES ('01a223e3-0000-7000-8000-00000000000c', 'woocommerce', NULL, 'store-01a223e3-0000-7000-8000-00000000000c', 'store-01a223e3-0000-7000-8000-00000000000c', 'DELETED', NULL, NULL, NULL, 1795898457319, 1795898471209, 'small', 'local', 'group:default/storefront', 'user:default/sana', 'store-01a223e3-0000-7000-8000-00000000000c.localhost', '{"currency":"USD","country":"US","sample_data":true}', '0.2.0', 'absent', 1, 0, '[{"type":"Available","state":"false","reason":"Deleting","message":"The store is being deleted.","since":"2026-11-28T20:40:59.831Z"},{"type":"Verified","state":"false","reason":"SimulatedNodes","message":"No order was placed: the nodes of the cluster are simulated and nothing of the store really runs.","since":"2026-11-28T20:40:59.636Z"},{"type":"Progressing","state":"false","reason":"Deleted","message":"The store and its data are gone.","since":"2026-11-28T20:41:11.205Z"},{"type":"Isolated","state":"unknown","reason":"SimulatedNodes","message":"No connection was tried: the nodes of the cluster are simulated.","since":"2026-11-28T20:40:59.636Z"}]', 1795898459640, 1795898471209, '6aebed3a-f1fb-430e-aef8-d8e9ad955125', NULL, NULL, 12, NULL, NULL);
INSERT INTO public.stores VALUES ('01a223e3-0000-7000-8000-00000000000a', 'woocommerce', 'Halb fertig 🧀', 'store-01a223e3-0000-7000-8000-00000000000a', 'store-01a223e3-0000-7000-8000-00000000000a', 'PROVISIONING', NULL, NULL, NULL, 1795898471339, 1795898471722, 'small', 'local', 'group:default/storefront', 'user:default/sana', 'store-01a223e3-0000-7000-8000-00000000000a.localhost', '{"currency":"USD","country":"US","sample_data":true}', '0.2.0', 'present', 1, 0, '[{"type":"Available","state":"false","reason":"NotInstalled","message":"The store is not installed yet.","since":"2026-11-28T20:41:11.338Z"},{"type":"Verified","state":"unknown","reason":"NotChecked","message":"No order was placed yet.","since":"2026-11-28T20:41:11.338Z"},{"type":"Progressing","state":"true","reason":"Installing","message":"The store is being installed.","since":"2026-11-28T20:41:11.338Z"}]', NULL, NULL, '00000000-0000-4000-8000-00000000000a', NULL, NULL, 1, NULL, NULL);
SELECT pg_catalog.setval('public.knex_migrations_id_seq', 5, true);
SELECT pg_catalog.setval('public.knex_migrations_lock_index_seq', 1, true);
SELECT pg_catalog.setval('public.provisioning_fence', 14, true);
SELECT pg_catalog.setval('public.store_events_id_seq', 33, true);
ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (principal, key);
ALTER TABLE ONLY public.job_steps
    ADD CONSTRAINT job_steps_pkey PRIMARY KEY (job_id, name);
ALTER TABLE ONLY public.knex_migrations_lock
    ADD CONSTRAINT knex_migrations_lock_pkey PRIMARY KEY (index);
ALTER TABLE ONLY public.knex_migrations
    ADD CONSTRAINT knex_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.provisioning_jobs
    ADD CONSTRAINT provisioning_jobs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rate_limit_buckets
    ADD CONSTRAINT rate_limit_buckets_pkey PRIMARY KEY (principal);
ALTER TABLE ONLY public.store_events
    ADD CONSTRAINT store_events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.store_receipts
    ADD CONSTRAINT store_receipts_pkey PRIMARY KEY (job_id);
ALTER TABLE ONLY public.store_usage
    ADD CONSTRAINT store_usage_pkey PRIMARY KEY (scope);
ALTER TABLE ONLY public.stores
    ADD CONSTRAINT stores_namespace_unique UNIQUE (namespace);
ALTER TABLE ONLY public.stores
    ADD CONSTRAINT stores_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.stores
    ADD CONSTRAINT stores_release_name_unique UNIQUE (release_name);
CREATE INDEX idempotency_keys_expiry_idx ON public.idempotency_keys USING btree (expires_at);
CREATE INDEX provisioning_jobs_completed_idx ON public.provisioning_jobs USING btree (completed_at) WHERE (completed_at IS NOT NULL);
CREATE INDEX provisioning_jobs_created_idx ON public.provisioning_jobs USING btree (created_at, id);
CREATE UNIQUE INDEX provisioning_jobs_one_active_idx ON public.provisioning_jobs USING btree (store_id) WHERE ((status)::text = ANY ((ARRAY['QUEUED'::character varying, 'IN_PROGRESS'::character varying])::text[]));
CREATE INDEX provisioning_jobs_owner_idx ON public.provisioning_jobs USING btree (owner_ref, priority, run_after, id) WHERE runnable;
CREATE INDEX provisioning_jobs_ready_idx ON public.provisioning_jobs USING btree (priority, run_after, id) WHERE runnable;
CREATE INDEX provisioning_jobs_running_idx ON public.provisioning_jobs USING btree (id) WHERE ((status)::text = 'IN_PROGRESS'::text);
CREATE INDEX provisioning_jobs_status_idx ON public.provisioning_jobs USING btree (status, created_at, id);
CREATE INDEX provisioning_jobs_store_idx ON public.provisioning_jobs USING btree (store_id, created_at, id);
CREATE UNIQUE INDEX provisioning_jobs_waiting_idx ON public.provisioning_jobs USING btree (store_id, action) WHERE ((status)::text = 'WAITING'::text);
CREATE INDEX store_events_store_idx ON public.store_events USING btree (store_id, id);
CREATE INDEX store_receipts_store_idx ON public.store_receipts USING btree (store_id, deleted_at);
CREATE INDEX stores_created_idx ON public.stores USING btree (created_at, id);
CREATE INDEX stores_degraded_idx ON public.stores USING btree (id) WHERE (health_cause IS NOT NULL);
CREATE INDEX stores_deleted_idx ON public.stores USING btree (deleted_at) WHERE (deleted_at IS NOT NULL);
CREATE INDEX stores_drifted_idx ON public.stores USING btree (id) WHERE (health_drift IS NOT NULL);
CREATE INDEX stores_health_due_idx ON public.stores USING btree (health_due_at) WHERE (health_due_at IS NOT NULL);
CREATE UNIQUE INDEX stores_living_hostname_idx ON public.stores USING btree (hostname) WHERE ((status)::text <> 'DELETED'::text);
CREATE INDEX stores_owner_idx ON public.stores USING btree (owner_ref, created_at, id);
CREATE INDEX stores_status_idx ON public.stores USING btree (status, created_at, id);
ALTER TABLE ONLY public.job_steps
    ADD CONSTRAINT job_steps_job_id_foreign FOREIGN KEY (job_id) REFERENCES public.provisioning_jobs(id);
ALTER TABLE ONLY public.provisioning_jobs
    ADD CONSTRAINT provisioning_jobs_store_id_fkey FOREIGN KEY (store_id) REFERENCES public.stores(id);
ALTER TABLE ONLY public.store_events
    ADD CONSTRAINT store_events_store_id_foreign FOREIGN KEY (store_id) REFERENCES public.stores(id);
ALTER TABLE ONLY public.store_receipts
    ADD CONSTRAINT store_receipts_store_id_foreign FOREIGN KEY (store_id) REFERENCES public.stores(id);
