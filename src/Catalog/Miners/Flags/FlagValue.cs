namespace BloxOs.Catalog.Miners.Flags;

/// <summary>What may follow a flag.</summary>
public enum FlagValue
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>One number, decimal or hexadecimal: <c>20</c>, <c>-5</c>, <c>1.5</c>, <c>0xff</c>.</summary>
    Number,

    /// <summary>Numbers separated by commas, one a card; <c>*</c> and <c>_</c> skip a card.</summary>
    Numbers,

    /// <summary>One word of letters, digits, point, dash and underscore.</summary>
    Word,

    /// <summary><c>on</c>, <c>off</c>, <c>true</c>, <c>false</c>, <c>0</c> or <c>1</c>.</summary>
    OnOff,
}
