namespace BloxOs.Data.History;

/// <summary>Statements that both databases understand.</summary>
internal static class HistorySql
{
    public const string Mark =
        """
        INSERT INTO history_dirty (farm, subject, hour, version) VALUES ($1, $2, $3, 1)
        ON CONFLICT (farm, subject, hour) DO UPDATE SET version = history_dirty.version + 1
        """;

    public const string Dirty =
        """
        SELECT subject, hour, version FROM history_dirty WHERE farm = $1 AND (subject > $2 OR (subject = $2 AND hour > $3)) ORDER BY subject, hour LIMIT $4
        """;

    public const string NoteGone =
        """
        UPDATE history_subject SET gone_at = $1 WHERE gone_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM directory_rig WHERE directory_rig.id = history_subject.id)
            AND NOT EXISTS (SELECT 1 FROM directory_farm WHERE directory_farm.id = history_subject.id)
        """;

    public const string TrimCards =
        """
        DELETE FROM history_cards WHERE since < $1
            AND EXISTS (SELECT 1 FROM history_cards AS later WHERE later.rig = history_cards.rig AND later.since > history_cards.since AND later.since <= $1)
        """;

    /// <summary>Samples of an hour that is not made into points yet, and of the last one before it that has any, whose counts its first increases need, stay.</summary>
    public const string IsNotMade =
        """
        EXISTS (SELECT 1 FROM history_dirty d WHERE d.farm = 0 AND d.subject = s.id AND d.hour >= 3600000 * (c.key & 8388607)
            AND NOT EXISTS (SELECT 1 FROM history_chunk n WHERE n.key > c.key AND n.key < c.key - (c.key & 8388607) + (d.hour / 3600000)))
        """;

    public const string NoteBack =
        """
        UPDATE history_subject SET gone_at = NULL WHERE gone_at IS NOT NULL
            AND (EXISTS (SELECT 1 FROM directory_rig WHERE directory_rig.id = history_subject.id)
              OR EXISTS (SELECT 1 FROM directory_farm WHERE directory_farm.id = history_subject.id))
        """;
}
