"""The answers to a round as OData 4.0, which Excel and Power BI read by themselves (`/api/odata/<office>/rounds/<round>/`).

columns     entity sets with their columns: one of the submissions, one of the lines of each repeat
filtering   $filter as a tree that is asked of one row after the other; nothing of it ever reaches a database
options     the other query options
metadata    the description of the sets as CSDL
reading     rows, in pages
refusing    refusals in OData's own shape
"""
