"""The process that holds the warm kernels and answers plan jobs."""
