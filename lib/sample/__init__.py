"""Model data (Mallidata): a seeded town whose queues, surveys and votes give figures of the real shapes."""
