using System.Globalization;

namespace BloxOs.Web.Display;

/// <summary>Amounts as people read them; the same in every culture.</summary>
internal static class MoneyText
{
    /// <summary>"1.84 EUR"; small amounts keep two digits that say something, large ones have no cents.</summary>
    public static string Of(decimal amount, string currency)
    {
        string number = amount >= 1000 ? NumberText.Whole((double)amount)
            : amount >= 0.1m || amount == 0 ? amount.ToString("0.00", CultureInfo.InvariantCulture)
            : amount.ToString("0.0000", CultureInfo.InvariantCulture);
        return number + NumberText.Firm + currency;
    }
}
